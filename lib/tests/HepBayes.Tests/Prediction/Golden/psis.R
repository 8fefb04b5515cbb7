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
