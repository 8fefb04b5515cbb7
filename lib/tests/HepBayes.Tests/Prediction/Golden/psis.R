# Pareto-smoothed importance sampling and leave-one-out scores by the R package loo, for ImportanceWeightsTests.
# Run in this folder: Rscript psis.R
library(loo)
set.seed(4)
options(digits = 17)
write_csv <- function(x, file) write.table(x, file, sep = ",", row.names = FALSE, quote = FALSE)

# Log ratios with light, medium, heavy and very heavy tails, and a short case.
cases <- list(
  light = list(x = rnorm(1000, sd = 0.3), r_eff = 1),
  medium = list(x = rexp(1000) * 0.4, r_eff = 0.5),
  heavy = list(x = rexp(500) * 0.8 - 1200, r_eff = 1),
  worse = list(x = 1.3 * rt(2000, df = 4), r_eff = 0.3),
  short = list(x = rnorm(40), r_eff = 1))
ratios <- NULL
shapes <- NULL
for (name in names(cases)) {
  case <- cases[[name]]
  fit <- suppressWarnings(psis(case$x, r_eff = case$r_eff))
  smoothed <- as.vector(weights(fit, log = TRUE, normalize = TRUE))
  ratios <- rbind(ratios, data.frame(case = name, ratio = sprintf("%.17g", case$x), weight = sprintf("%.17g", smoothed)))
  shapes <- rbind(shapes, data.frame(case = name, r_eff = case$r_eff, k = sprintf("%.17g", fit$diagnostics$pareto_k)))
}
write_csv(ratios, "psis-ratios.csv")
write_csv(shapes, "psis-shapes.csv")

# Fits of the generalised Pareto distribution.
gpd <- NULL
for (k in c(-0.2, 0.3, 0.9)) {
  x <- sort(2 * expm1(-k * log(runif(60))) / k)
  fit <- loo:::gpdfit(x, sort_x = FALSE)
  gpd <- rbind(gpd, data.frame(true_k = k, x = sprintf("%.17g", x), k = sprintf("%.17g", fit$k), sigma = sprintf("%.17g", fit$sigma)))
}
write_csv(gpd, "gpd.csv")
writeLines(c(R.version.string, paste("loo", packageVersion("loo"))), "loo-version.txt")

# Leave-one-out scores of straight lines y = w x + b with unit noise, 2 chains of 80 independent draws: so few that the
# length of the tail does not depend on how the effective size is estimated.
x <- seq(-2, 2, length.out = 12)
y <- 0.7 * x - 0.2 + rnorm(12)
y[3] <- y[3] + 4
w <- rnorm(160, 0.7, 0.25)
b <- rnorm(160, -0.2, 0.3)
# Multiples of 2^-10 are exact in float32, the type of inputs and weights.
for (name in c("x", "y", "w", "b")) assign(name, round(get(name) * 1024) / 1024)
ll <- sapply(seq_along(x), function(i) dnorm(y[i], w * x[i] + b, 1, log = TRUE))
fit <- suppressWarnings(loo(ll, r_eff = relative_eff(exp(ll), chain_id = rep(1:2, each = 80))))
write_csv(data.frame(w = sprintf("%.17g", w), b = sprintf("%.17g", b)), "loo-draws.csv")
write_csv(data.frame(x = sprintf("%.17g", x), y = sprintf("%.17g", y),
  elpd = sprintf("%.17g", fit$pointwise[, "elpd_loo"]), k = sprintf("%.17g", fit$diagnostics$pareto_k)), "loo-rows.csv")
