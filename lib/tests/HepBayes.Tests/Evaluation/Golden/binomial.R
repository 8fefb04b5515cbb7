# Clopper-Pearson intervals and one-sided limits by R, for SelectionTests. Run in this folder: Rscript binomial.R
cases <- list(c(0, 1), c(1, 1), c(0, 57), c(1, 57), c(28, 57), c(57, 57), c(3, 4000), c(0, 20000), c(7, 20000), c(17399, 20000), c(19999, 20000))
rows <- NULL
for (case in cases) for (level in c(0.6827, 0.9, 0.95, 0.99)) {
  both <- binom.test(case[1], case[2], conf.level = level)$conf.int
  upper <- binom.test(case[1], case[2], alternative = "less", conf.level = level)$conf.int[2]
  rows <- rbind(rows, data.frame(k = case[1], n = case[2], level = level, low = sprintf("%.17g", both[1]), high = sprintf("%.17g", both[2]), upper = sprintf("%.17g", upper)))
}
write.table(rows, "binomial.csv", sep = ",", row.names = FALSE, quote = FALSE)
