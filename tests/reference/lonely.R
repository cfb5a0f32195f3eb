# A committee with one answering household of thirty: certainty and adjust (statistics.md, ST-31, ST-32).
source("common.R")
d <- read.csv("lonely.csv")
base <- "--stratum committee --weight w --population households"
for (rule in c("certainty", "adjust")) {
  options(survey.lonely.psu = rule)
  design <- svydesign(id = ~1, strata = ~committee, weights = ~w, fpc = ~households, data = d)
  arguments <- paste0(base, " --lonely-psu ", rule)
  for (estate in c("", "new", "old")) {
    s <- if (estate == "") design else design[which(d$estate == estate), ]
    by <- if (estate == "") "" else " --by estate"
    name <- if (estate == "") "" else paste0("estate=", estate)
    df <- df_of(s); n <- count_of(s); N <- size_of(s)
    m <- svymean(~score, s); ci <- confint(m, df = df)
    add(paste0("--variable score --estimator mean ", arguments, by), "score", name, n, N, coef(m)[[1]], SE(m)[[1]], ci[1], ci[2], df, NULL, "wald")
    p <- svymean(~gate, s)
    ci <- wilson(coef(p)[[1]], coef(p)[[1]] * (1 - coef(p)[[1]]) / SE(p)[[1]]^2, df)
    add(paste0("--variable gate ", arguments, by), "gate", name, n, N, coef(p)[[1]], SE(p)[[1]], ci[1], ci[2], df, NULL, "wilson")
    t <- svytotal(~score, s)
    se <- SE(t)[[1]]
    if (rule == "adjust") { # before 4.3 svytotal centres at 0; here at the mean over all units of the strata in the domain
      v <- s$variables
      all_h <- table(d$committee)[unique(v$committee)]
      z <- sum(v$w * v$score) / sum(all_h)
      total <- 0
      for (c in unique(v$committee)) {
        inside <- v[v$committee == c, ]
        n_h <- sum(d$committee == c); N_h <- d$households[d$committee == c][1]
        u <- c(inside$w * inside$score, rep(0, n_h - nrow(inside)))
        total <- total + (1 - n_h / N_h) * (if (n_h == 1) (u - z)^2 else n_h * var(u))
      }
      se <- sqrt(total)
    }
    half <- qt(0.975, df) * se
    add(paste0("--variable score --estimator total ", arguments, by), "score", name, n, N, coef(t)[[1]], se, coef(t)[[1]] - half, coef(t)[[1]] + half, df, NULL, "wald")
  }
}
write_expected("lonely")
