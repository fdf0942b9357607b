# Goldens of the tails of counts, by R's ppois and pnbinom: Rscript count-tail.R > count-tail.json
cases <- expand.grid(mean = c(0.05, 0.5, 5, 50, 500, 5000), dispersion = c(1, 1.2, 2.25, 13), at = c(0, 0.5, 0.9, 1, 1.2, 2))
rows <- apply(cases, 1, function(case) {
  mean <- case[["mean"]]; dispersion <- case[["dispersion"]]
  count <- round(mean * case[["at"]])
  size <- mean / (dispersion - 1)
  if (dispersion == 1) {
    lower <- ppois(count, mean); upper <- ppois(count - 1, mean, lower.tail = FALSE)
  } else {
    lower <- pnbinom(count, size = size, prob = 1 / dispersion)
    upper <- pnbinom(count - 1, size = size, prob = 1 / dispersion, lower.tail = FALSE)
  }
  sprintf('{"count":%d,"mean":%.15g,"dispersion":%.15g,"lower":%.15g,"upper":%.15g}', count, mean, dispersion, lower, upper)
})
cat("[\n", paste(rows, collapse = ",\n"), "\n]\n", sep = "")
