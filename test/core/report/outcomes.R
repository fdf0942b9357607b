# Goldens of funnels, retention and quantiles by base R: Rscript outcomes.R > goldens/outcomes.json
# The arms are those of outcomes.test.ts; quantile() is type 7, errors of quantiles are by order statistics (Deng, Knoblich & Lu 2018),
# clustered ones from the residuals of single events summed by unit, with Welch's t from pt() and qt().
units <- c(standard = 900, simple = 870)
arm <- function(n, shift) {
  unit <- 0:(n - 1)
  count <- (unit * 7) %% 5
  owner <- rep(unit, count)
  place <- sequence(count) - 1
  value <- ((owner * 7919 + place * 5407) %% 1009) / 8 + ((owner * 31) %% 17) * 10 + shift
  list(
    n = n, owner = owner, value = value,
    total = tapply(c(value, rep(0, n)), c(owner, unit), sum),
    bought = sum((unit * 13) %% 100 < 20 + shift), back = sum((unit * 29) %% 100 < 30 - shift)
  )
}
order_of <- function(value, q) {
  reach <- qnorm(0.975) * sqrt(q * (1 - q) / length(value))
  at <- quantile(value, c(q, max(0, q - reach), min(1, q + reach)), type = 7, names = FALSE)
  list(value = at[1], lower = at[2], upper = at[3], variance = ((at[3] - at[2]) / (2 * qnorm(0.975)))^2)
}
by_unit <- function(one, q) {
  found <- order_of(as.numeric(one$total), q)
  c(found, df = one$n - 1)
}
by_event <- function(one, q) {
  found <- order_of(one$value, q)
  below <- as.numeric(one$value <= found$value)
  residual <- rowsum(below - mean(below), one$owner)
  g <- length(residual)
  clustered <- sum(residual^2) * g / (g - 1) / length(below)^2
  found$variance <- found$variance * clustered / (q * (1 - q) / length(below))
  c(found, df = g - 1)
}
share <- function(successes, n) list(value = successes / n, variance = (successes / n) * (1 - successes / n) / n, df = n - 1)
welch <- function(control, treatment) {
  difference <- treatment$value - control$value
  v <- control$variance + treatment$variance
  df <- v^2 / (control$variance^2 / control$df + treatment$variance^2 / treatment$df)
  t <- difference / sqrt(v)
  reach <- qt(0.975, df) * sqrt(v)
  sprintf(
    '{"value":[%.17g,%.17g],"difference":%.17g,"se":%.17g,"df":%.17g,"t":%.17g,"p":%.17g,"ci":[%.17g,%.17g]}',
    control$value, treatment$value, difference, sqrt(v), df, t, 2 * pt(-abs(t), df), difference - reach, difference + reach
  )
}
control <- arm(units[["standard"]], 0)
treatment <- arm(units[["simple"]], 6)
cat(sprintf('{\n"r":"%s",\n', getRversion()))
cat(sprintf('"checkout":%s,\n', welch(share(control$bought, control$n), share(treatment$bought, treatment$n))))
cat(sprintf('"day2":%s,\n', welch(share(control$back, control$n), share(treatment$back, treatment$n))))
cat(sprintf('"large":%s,\n', welch(by_unit(control, 0.9), by_unit(treatment, 0.9))))
cat(sprintf('"latency":%s\n}\n', welch(by_event(control, 0.75), by_event(treatment, 0.75))))
