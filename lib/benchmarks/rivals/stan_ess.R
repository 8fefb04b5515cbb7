# Samples a Stan model with Stan's defaults. Usage: Rscript stan_ess.R FOLDER MODEL.stan DRAWS THREADS QUANTITY...
# Reads FOLDER/data.json, writes FOLDER/draws.csv (chain, then one column for each quantity; draws in order) and prints one
# line of JSON. Four chains; each is timed by Stan (processor time in this version), and they share THREADS cores. The compiled model stays beside MODEL.stan.
suppressMessages(library(rstan))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
draws <- as.integer(arguments[3])
threads <- as.integer(arguments[4])
rstan_options(auto_write = TRUE)
if (!nzchar(rstan_options("boost_lib"))) rstan_options(boost_lib = "/usr/include")  # where Debian keeps Boost
chains <- 4
data <- jsonlite::fromJSON(file.path(folder, "data.json"))
model <- stan_model(arguments[2])
fit <- sampling(model, data = data, chains = chains, cores = threads, warmup = 1000, iter = 1000 + draws, seed = 1, refresh = 0)
values <- as.array(fit, pars = arguments[-(1:4)])
table <- data.frame(chain = rep(seq_len(chains) - 1, each = draws), apply(values, 3, as.vector))
write.csv(table, file.path(folder, "draws.csv"), row.names = FALSE, quote = FALSE)
times <- get_elapsed_time(fit)
leapfrogs <- sum(sapply(get_sampler_params(fit, inc_warmup = FALSE), function(p) sum(p[, "n_leapfrog__"])))
cat(sprintf('{"seconds": %.6f, "warmup_seconds": %.6f, "leapfrogs": %d, "cores": %d, "version": "%s"}\n', sum(times[, "sample"]) / min(threads, chains),
            sum(times[, "warmup"]) / min(threads, chains), as.integer(leapfrogs), as.integer(min(threads, chains)), as.character(packageVersion("rstan"))))
