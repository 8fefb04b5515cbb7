# Reference values of the convergence diagnostics, made with the R package posterior (see posterior-version.txt).
# Run in this folder: Rscript diagnostics.R
library(posterior)
set.seed(20260701)
ar <- function(n, phi, shift = 0, scale = 1) as.numeric(stats::filter(rnorm(n), phi, method = "recursive")) * scale + shift
cases <- list(
  independent = sapply(1:4, function(i) rnorm(250)),
  autocorrelated = sapply(1:4, function(i) ar(400, 0.9)),
  antithetic = sapply(1:4, function(i) ar(200, -0.6)),
  shifted = sapply(1:4, function(i) ar(100, 0.3, shift = 0.5 * i)),
  scaled = sapply(1:4, function(i) ar(100, 0.3, scale = i)),
  heavy = sapply(1:3, function(i) rt(151, 1)),
  ties = sapply(1:2, function(i) round(ar(60, 0.5))),
  single = matrix(ar(80, 0.7), ncol = 1)
)
draws <- do.call(rbind, lapply(names(cases), function(name) {
  m <- cases[[name]]
  data.frame(case = name, chain = rep(seq_len(ncol(m)) - 1, each = nrow(m)), value = sprintf("%.17g", as.vector(m)))
}))
write.csv(draws, "diagnostics-draws.csv", row.names = FALSE, quote = FALSE)
result <- do.call(rbind, lapply(names(cases), function(name) {
  m <- cases[[name]]
  data.frame(case = name, rhat = sprintf("%.15g", rhat(m)), ess_bulk = sprintf("%.15g", ess_bulk(m)), ess_tail = sprintf("%.15g", ess_tail(m)),
             ess_mean = sprintf("%.15g", ess_mean(m)), mcse_mean = sprintf("%.15g", mcse_mean(m)))
}))
write.csv(result, "diagnostics.csv", row.names = FALSE, quote = FALSE)
writeLines(paste("posterior", packageVersion("posterior"), "on", R.version.string), "posterior-version.txt")
