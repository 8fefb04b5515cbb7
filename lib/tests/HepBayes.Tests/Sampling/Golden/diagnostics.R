# Reference values of the convergence diagnostics, made with the R package posterior (see posterior-version.txt); nested
# R-hat, Sokal's time and E-BFMI, which version 1.4.0 does not have, from their formulas written out.
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
  single = matrix(ar(80, 0.7), ncol = 1),
  short = sapply(1:4, function(i) rnorm(9))
)

# Margossian et al., arXiv 2110.13017, equations 15 to 18: neighbouring chains in superchains of the given size.
rhat_nested_direct <- function(m, size) {
  groups <- split(seq_len(ncol(m)), (seq_len(ncol(m)) - 1) %/% size)
  superchain_mean <- sapply(groups, function(g) mean(m[, g]))
  inside <- sapply(groups, function(g) {
    chain_mean <- sapply(g, function(j) sum(m[, j]) / nrow(m))
    between <- if (size > 1) sum((chain_mean - mean(chain_mean))^2) / (size - 1) else 0
    within <- if (nrow(m) > 1) mean(sapply(g, function(j) sum((m[, j] - mean(m[, j]))^2) / (nrow(m) - 1))) else 0
    between + within
  })
  between <- sum((superchain_mean - mean(superchain_mean))^2) / (length(groups) - 1)
  sqrt(1 + between / mean(inside))
}

# Sokal's window on the mean autocorrelation, at least window draws long, by sums instead of Fourier transforms.
sokal_direct <- function(m, window = 5) {
  n <- nrow(m)
  rho <- sapply(0:(n - 1), function(lag) mean(apply(m, 2, function(x) {
    x <- x - mean(x)
    sum(x[1:(n - lag)] * x[(1 + lag):n]) / sum(x^2)
  })))
  tau <- 2 * cumsum(rho) - 1
  inside <- which((seq_along(tau) - 1) >= window * pmax(tau, 1))
  tau[if (length(inside) > 0) inside[1] else n]
}

bfmi_direct <- function(e) sum(diff(e)^2) / sum((e - mean(e))^2)

number <- function(x) sprintf("%.15g", unname(x))
draws <- do.call(rbind, lapply(names(cases), function(name) {
  m <- cases[[name]]
  data.frame(case = name, chain = rep(seq_len(ncol(m)) - 1, each = nrow(m)), value = sprintf("%.17g", as.vector(m)))
}))
write.csv(draws, "diagnostics-draws.csv", row.names = FALSE, quote = FALSE)
result <- do.call(rbind, lapply(names(cases), function(name) {
  m <- cases[[name]]
  data.frame(
    case = name, rhat = number(rhat(m)), ess_bulk = number(ess_bulk(m)), ess_tail = number(ess_tail(m)),
    ess_mean = number(ess_mean(m)), mcse_mean = number(mcse_mean(m)),
    ess_sd = number(ess_sd(m)), mcse_sd = number(mcse_sd(m)),
    ess_q10 = number(ess_quantile(m, 0.1)), ess_q50 = number(ess_quantile(m, 0.5)),
    mcse_q05 = number(mcse_quantile(m, 0.05)), mcse_q50 = number(mcse_quantile(m, 0.5)), mcse_q90 = number(mcse_quantile(m, 0.9)),
    mean = number(mean(m)), sd = number(sd(as.vector(m))), median = number(median(m)),
    q05 = number(quantile(m, 0.05)), q95 = number(quantile(m, 0.95)),
    sokal = number(sokal_direct(m)), bfmi_chain1 = number(bfmi_direct(m[, 1])),
    rhat_nested_1 = if (ncol(m) > 1) number(rhat_nested_direct(m, 1)) else "",
    rhat_nested_2 = if (ncol(m) == 4) number(rhat_nested_direct(m, 2)) else "",
    rhat_nested_2_draw1 = if (ncol(m) == 4) number(rhat_nested_direct(m[1, , drop = FALSE], 2)) else ""
  )
}))
write.csv(result, "diagnostics.csv", row.names = FALSE, quote = FALSE)
acf <- do.call(rbind, lapply(names(cases), function(name) {
  rho <- autocorrelation(cases[[name]][, 1])
  data.frame(case = name, lag = seq_along(rho) - 1, value = number(rho))[1:min(length(rho), 60), ]
}))
write.csv(acf, "autocorrelation.csv", row.names = FALSE, quote = FALSE)
writeLines(paste("posterior", packageVersion("posterior"), "on", R.version.string), "posterior-version.txt")
