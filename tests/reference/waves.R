# Two rounds that share households; each round by package survey, the difference by the overlap formula written out
# (statistics.md, ST-53; Berger 2004, Qualite & Tille 2008).
source("common.R")
d <- read.csv("waves.csv")
base <- "--stratum committee --population households --wave year --waves 2024,2025 --household door"
n_h <- table(d$committee, d$year)
d$w <- d$households / mapply(function(c, y) n_h[c, as.character(y)], d$committee, d$year)

residuals_of <- function(v, y, total) { # weighted household residuals, 0 outside the domain
  inside <- !is.na(y)
  if (total) return(ifelse(inside, v$w * y, 0))
  M <- sum(v$w[inside]); R <- sum(v$w[inside] * y[inside]) / M
  ifelse(inside, v$w * (y - R) / M, 0)
}

for (estate in c("", "new", "old")) for (what in c("gate", "score", "total")) {
  by <- if (estate == "") "" else " --by estate"
  name <- function(wave) paste0(if (estate == "") "" else paste0("estate=", estate, ";"), "year=", wave)
  variable <- if (what == "total") "score" else what
  arguments <- paste0("--variable ", variable, if (what == "gate") " " else if (what == "score") " --estimator mean " else " --estimator total ", base, by)
  value <- c(); variance <- c(); dfs <- c(); ns <- c(); Ns <- c(); z <- list()
  for (year in c(2024, 2025)) {
    v <- d[d$year == year, ]
    v$y <- v[[variable]]
    if (estate != "") v$y[v$estate != estate] <- NA
    design <- svydesign(id = ~door, strata = ~committee, weights = ~w, fpc = ~households, data = v, nest = TRUE)
    s <- design[which(!is.na(v$y)), ]
    m <- if (what == "total") svytotal(~y, s, deff = TRUE) else svymean(~y, s, deff = TRUE)
    df <- df_of(s)
    ci <- if (what == "gate") wilson(coef(m)[[1]], coef(m)[[1]] * (1 - coef(m)[[1]]) / SE(m)[[1]]^2, df) else confint(m, df = df)
    add(arguments, variable, name(year), count_of(s), size_of(s), coef(m)[[1]], SE(m)[[1]], ci[1], ci[2], df, deff(m)[[1]], if (what == "gate") "wilson" else "wald")
    value <- c(value, coef(m)[[1]]); variance <- c(variance, SE(m)[[1]]^2); dfs <- c(dfs, df); ns <- c(ns, count_of(s)); Ns <- c(Ns, size_of(s))
    z[[length(z) + 1]] <- data.frame(committee = v$committee, door = v$door, households = v$households, z = residuals_of(v, v$y, what == "total"))
  }
  covariance <- 0
  for (c in unique(d$committee)) {
    a <- z[[1]][z[[1]]$committee == c, ]; b <- z[[2]][z[[2]]$committee == c, ]
    both <- merge(a, b, by = "door")
    N <- a$households[1]
    covariance <- covariance + (nrow(both) - nrow(a) * nrow(b) / N) * cov(both$z.x, both$z.y)
  }
  se <- sqrt(sum(variance) - 2 * covariance)
  df <- min(dfs); difference <- value[2] - value[1]; half <- qt(0.975, df) * se
  add(arguments, variable, name("2025-2024"), sum(ns), Ns[2], difference, se, difference - half, difference + half, df, NULL, "wald")
}
write_expected("waves")
