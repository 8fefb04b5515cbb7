# DeLong's variances, intervals and paired test, and partial areas, by pROC, for RocGoldenTests. Reads roc-rows.csv of roc.py.
suppressMessages(library(pROC))
rows <- read.csv("roc-rows.csv")
a <- roc(rows$label, rows$first, direction = "<", levels = c(0, 1))
b <- roc(rows$label, rows$second, direction = "<", levels = c(0, 1))
figures <- list(auc.first = auc(a), auc.second = auc(b), variance.first = var(a, method = "delong"), variance.second = var(b, method = "delong"),
  covariance = cov(a, b, method = "delong"))
for (level in c(0.6827, 0.95)) {
  interval <- ci.auc(a, method = "delong", conf.level = level)
  figures[[paste0("low.", level)]] <- interval[1]
  figures[[paste0("high.", level)]] <- interval[3]
}
test <- roc.test(a, b, method = "delong", paired = TRUE)
figures$z <- unname(test$statistic)
figures$p <- test$p.value
figures$difference.low <- test$conf.int[1]
figures$difference.high <- test$conf.int[2]
for (f in c(0.02, 0.1, 0.35)) {
  figures[[paste0("raw.", f)]] <- auc(a, partial.auc = c(1, 1 - f))
  figures[[paste0("mcclish.", f)]] <- auc(a, partial.auc = c(1, 1 - f), partial.auc.correct = TRUE)
}
lines <- c("figure,value", paste0("version,", packageVersion("pROC")), sapply(names(figures), function(n) paste0(n, ",", sprintf("%.17g", as.numeric(figures[[n]])))))
writeLines(lines, "roc-proc.csv")
