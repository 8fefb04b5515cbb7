# Reference posteriors made with Stan: mean and standard deviation of each quantity with their Monte Carlo standard
# errors (package posterior). Run in this folder: Rscript golden.R [name ...]; takes about ten minutes on two cores.
# logistic-regression-data.csv holds the first 250 rows of data/pmssm/pmssm.parquet, standardised (a test compares them);
# small-network-data.csv is simulated here.
suppressMessages({library(rstan); library(posterior)})
wanted <- commandArgs(trailingOnly = TRUE)
seed <- 20261101
chains <- 8
options(mc.cores = 2)
if (!nzchar(rstan_options("boost_lib"))) rstan_options(boost_lib = "/usr/include")  # where Debian keeps Boost

golden <- function(name, data, quantities, warmup = 2000, draws = 20000, delta = 0.95) {
  if (length(wanted) > 0 && !(name %in% wanted)) return(invisible())
  fit <- stan(paste0(name, ".stan"), data = data, pars = quantities, chains = chains, warmup = warmup, iter = warmup + draws,
              seed = seed, refresh = 0, control = list(adapt_delta = delta, max_treedepth = 12))
  values <- as_draws_array(as.array(fit, pars = quantities))
  number <- function(x) sprintf("%.10g", x)
  result <- as.data.frame(summarise_draws(values, mean = mean, mcse_mean = mcse_mean, sd = sd, mcse_sd = mcse_sd,
                                          ess = ess_bulk, rhat = rhat))
  result$variable <- gsub("\\[|\\]", "", result$variable)
  for (column in names(result)[-1]) result[[column]] <- number(as.numeric(result[[column]]))
  names(result)[1] <- "quantity"
  write.csv(result, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
  print(result)
  cat("divergent:", sum(get_divergent_iterations(fit)), "of", chains * draws, "\n")
}

schools <- list(y = c(28, 8, -3, 7, -1, 1, 18, 12), sigma = c(15, 10, 16, 11, 9, 11, 10, 18))
golden("eight-schools", schools, c("mu", "tau", "log_tau", "theta", "log_likelihood"))

points <- read.csv("logistic-regression-data.csv")
inputs <- ncol(points) - 1
golden("logistic-regression",
       list(n = nrow(points), inputs = inputs, x = as.matrix(points[, seq_len(inputs)]), y = points[, inputs + 1]),
       c("w", "b", "log_posterior"))

set.seed(seed)
rows <- 60
x <- matrix(round(runif(2 * rows, -2, 2), 4), ncol = 2)
y <- round(0.8 * sin(1.5 * x[, 1]) + 0.4 * x[, 2] + rnorm(rows, sd = 0.3), 4)
simulated <- data.frame(x1 = x[, 1], x2 = x[, 2], y = y)
write.csv(simulated, "small-network-data.csv", row.names = FALSE, quote = FALSE)
held_out <- rbind(c(0, 0), c(1, -1), c(-1.5, 1), c(3, 3))
golden("small-network",
       list(n = rows, inputs = 2, hidden = 5, points = nrow(held_out), x = x, y = y, held_out = held_out),
       c("prediction", "log_sd", "log_likelihood", "log_posterior"), warmup = 1000, draws = 10000, delta = 0.9)

writeLines(c(R.version.string, paste("rstan", packageVersion("rstan"), "with Stan", stan_version()),
             paste("posterior", packageVersion("posterior"))), "versions.txt")
