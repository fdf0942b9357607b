# Goldens of the statistics core from R: Rscript stats.R > stats-r.json
number <- function(x) ifelse(is.finite(x), formatC(x, digits = 17, format = "g"), "null")
value <- function(x) {
  if (is.list(x)) {
    inner <- vapply(x, value, "")
    if (is.null(names(x))) return(paste0("[", paste(inner, collapse = ","), "]"))
    return(paste0("{", paste0("\"", names(x), "\":", inner, collapse = ","), "}"))
  }
  if (is.character(x)) return(paste0("\"", x, "\""))
  if (length(x) == 1) return(number(x))
  paste0("[", paste(number(x), collapse = ","), "]")
}

set.seed(20261123)
welch <- lapply(c("two.sided", "greater", "less"), function(alternative) {
  control <- round(rnorm(25, 10, 2), 4)
  treatment <- round(rnorm(31, 11, 3), 4)
  test <- t.test(treatment, control, alternative = alternative)
  list(control = control, treatment = treatment, alternative = sub(".", "-", alternative, fixed = TRUE),
       t = unname(test$statistic), df = unname(test$parameter), p = test$p.value, lo = test$conf.int[1], hi = test$conf.int[2], se = test$stderr)
})
powerMeans <- lapply(list(c(20, 1, 1, 0.05), c(2, 3, 1, 0.05), c(500, 0.2, 1.5, 0.01), c(100000, 0.02, 1.5, 0.05), c(8, 0.1, 2, 0.1)), function(x)
  list(perArm = x[1], delta = x[2], sd = x[3], alpha = x[4], power = power.t.test(n = x[1], delta = x[2], sd = x[3], sig.level = x[4])$power))
powerShares <- lapply(list(c(50, 0.5, 0.75, 0.05), c(1000, 0.1, 0.14, 0.05), c(200000, 0.02, 0.021, 0.01)), function(x)
  list(perArm = x[1], control = x[2], treatment = x[3], alpha = x[4], power = power.prop.test(n = x[1], p1 = x[2], p2 = x[3], sig.level = x[4])$power))
pooled <- lapply(list(c(28, 14, 30, 16), c(21306, 2262, 21307, 3894)), function(x) {
  test <- prop.test(c(x[4], x[2]), c(x[3], x[1]), correct = FALSE)
  list(nControl = x[1], control = x[2], nTreatment = x[3], treatment = x[4], chi2 = unname(test$statistic), p = test$p.value)
})
binomial <- lapply(list(c(682, 925, 0.75), c(3, 10, 0.5), c(1, 40, 0.2), c(700, 1000, 0.66)), function(x)
  list(x = x[1], n = x[2], p = x[3], expected = binom.test(x[1], x[2], x[3])$p.value))
p <- round(rbeta(20, 0.4, 2), 6)
adjust <- list(p = p, holm = p.adjust(p, "holm"), bonferroni = p.adjust(p, "bonferroni"), bh = p.adjust(p, "BH"))
tails <- lapply(list(c(40, 1000), c(30, 50), c(5, 3.5), c(200, 12), c(37, 1e6)), function(x)
  list(t = x[1], df = x[2], p = pt(x[1], x[2], lower.tail = FALSE)))
values <- round(rexp(101), 5)
quantiles <- lapply(c(0.1, 0.5, 0.93), function(q) list(q = q, expected = unname(quantile(values, q, type = 7))))
skew <- list(values = values, expected = mean((values - mean(values))^3) / mean((values - mean(values))^2)^1.5)

cat(value(list(source = R.version.string, welch = welch, powerMeans = powerMeans, powerShares = powerShares, pooled = pooled,
  binomial = binomial, adjust = adjust, tails = tails, quantiles = list(values = values, cases = quantiles), skewness = skew)), "\n")
