# Several residents per household (unit), committees as strata with known numbers of households, unequal weights,
# missing answers, a committee counted completely (C) and a very small one (E).
source("common.R")
d <- read.csv("residents.csv", na.strings = c("NA", ""))
d$whole <- ""
design <- svydesign(id = ~household, strata = ~committee, weights = ~w, fpc = ~households, data = d, nest = TRUE)
base <- "--stratum committee --psu household --weight w --population households"

cells <- list(list("", "whole", ""))
for (g in sort(unique(d$group))) cells[[length(cells) + 1]] <- list(" --by group", paste0("group=", g), g)
for (c in sort(unique(d$committee))) cells[[length(cells) + 1]] <- list(" --by committee", paste0("committee=", c), c)
cell_of <- function(cell, valid) {
  v <- design$variables
  inside <- if (cell[[3]] == "") rep(TRUE, nrow(v)) else if (cell[[1]] == " --by group") v$group == cell[[3]] else v$committee == cell[[3]]
  design[which(inside & valid), ]
}
name_of <- function(cell) if (cell[[3]] == "") "" else cell[[2]]

# shares, four intervals
share <- function(variable, indicator, label) {
  for (cell in cells) {
    s <- cell_of(cell, !is.na(indicator))
    s <- update(s, yes = indicator[as.integer(rownames(s$variables))])
    m <- svymean(~yes, s, deff = TRUE)
    p <- coef(m)[[1]]; se <- SE(m)[[1]]; df <- df_of(s); n <- count_of(s); N <- size_of(s); deff <- deff(m)[[1]]
    if (!(se > 0) || p < 1e-12 || p > 1 - 1e-12) next # boundary and census cells have their own section
    one <- function(method, interval)
      add(paste0("--variable ", variable, " ", base, cell[[1]], method), label, name_of(cell), n, N, p, se, interval[1], interval[2], df, deff,
          if (method == "") "wilson" else sub(".* ", "", method))
    one("", wilson(p, p * (1 - p) / se^2, df))
    one(" --interval wilson", wilson(p, p * (1 - p) / se^2, df))
    one(" --interval wald", confint(m, df = df))
    if (variable == "gate") {
      one(" --interval xlogit", confint(svyciprop(~yes, s, method = "xlogit", df = df)))
      # svyciprop counts rows of the design for n and PSUs of it for df, which is what we mean by n and df here
      one(" --interval korn-graubard", confint(svyciprop(~yes, s, method = "beta")))
    }
  }
}
row_names <- as.integer(rownames(design$variables))
stopifnot(identical(row_names, seq_len(nrow(d))))
share("gate", d$gate, "gate")
for (level in 1:5) share("score", as.numeric(d$score == level), paste0("score=", level))

# means, totals, ratios, quantiles
for (cell in cells) {
  s <- cell_of(cell, !is.na(d$score))
  df <- df_of(s); n <- count_of(s); N <- size_of(s)
  census <- cell[[2]] == "committee=C"
  m <- svymean(~score, s, deff = TRUE); ci <- confint(m, df = df)
  add(paste0("--variable score --estimator mean ", base, cell[[1]]), "score", name_of(cell), n, N, coef(m)[[1]], SE(m)[[1]], ci[1], ci[2], df, deff(m)[[1]], "wald")
  t <- svytotal(~score, s, deff = TRUE); ci <- confint(t, df = df)
  add(paste0("--variable score --estimator total ", base, cell[[1]]), "score", name_of(cell), n, N, coef(t)[[1]], SE(t)[[1]], ci[1], ci[2], df, deff(t)[[1]], "wald")
  # E: where the lowest value stands in one row only, qrule "math" of survey 4.1-1 skips it (its index starts at 2)
  if (!census && cell[[2]] != "committee=E") {
    q <- svyquantile(~score, s, c(0.25, 0.5, 0.9), interval.type = "mean", qrule = "math", df = df)[[1]]
    for (i in 1:3) if (all(is.finite(q[i, ])))
      add(paste0("--variable score --estimator quantile --probs 0.25,0.5,0.9 ", base, cell[[1]]), paste0("score@", c("0.25", "0.5", "0.9")[i]), name_of(cell), n, N, q[i, 1], q[i, 4], q[i, 2], q[i, 3], df, NA, "woodruff")
  }
  s <- cell_of(cell, rep(TRUE, nrow(d)))
  r <- svyratio(~spent, ~visits, s, deff = TRUE); ci <- confint(r, df = df_of(s))
  add(paste0("--variable spent --denominator visits --estimator ratio ", base, cell[[1]]), "spent/visits", name_of(cell), count_of(s), size_of(s), coef(r)[[1]], SE(r)[[1]], ci[1], ci[2], df_of(s), deff(r)[[1]], "wald")
}

# 0 % and 100 %: n_eff = n_psu / (1 - f) / deff, f = sum n_hd / sum(n_hd / f_h), deff = max(1, median over the cells)
n_h <- tapply(paste(d$committee, d$household), d$committee, function(x) length(unique(x)))
N_h <- tapply(d$households, d$committee, function(x) x[1])
for (variable in c("full", "none")) for (kind in c("", " --by group", " --by committee")) {
  chosen <- Filter(function(cell) cell[[1]] == kind, cells)
  deffs <- c()
  found <- list()
  for (cell in chosen) {
    y <- d[[variable]]
    s <- cell_of(cell, !is.na(y))
    s <- update(s, yes = y[as.integer(rownames(s$variables))])
    m <- svymean(~yes, s, deff = TRUE)
    p <- round(coef(m)[[1]], 14)
    constant <- p == 0 || p == 1
    deff <- if (constant) NA else deff(m)[[1]]
    if (is.finite(deff)) deffs <- c(deffs, deff)
    found[[length(found) + 1]] <- list(cell = cell, s = s, p = p, se = if (constant) 0 else SE(m)[[1]], deff = deff)
  }
  median_deff <- max(1, if (length(deffs)) median(deffs) else 1)
  for (f in found) {
    if (!(f$p == 0 || f$p == 1)) next
    v <- f$s$variables
    n_hd <- tapply(v$household, v$committee, function(x) length(unique(x)))
    fraction <- sum(n_hd) / sum(n_hd * N_h[names(n_hd)] / n_h[names(n_hd)])
    df <- df_of(f$s); n <- count_of(f$s)
    census <- fraction == 1
    n_eff <- sum(n_hd) / (1 - fraction) / median_deff
    for (method in c("", " --interval xlogit")) {
      ci <- if (census) c(f$p, f$p) else if (method == "") wilson(f$p, n_eff, df) else korn_graubard(f$p, n_eff, n, df)
      add(paste0("--variable ", variable, " ", base, kind, method), variable, name_of(f$cell), n, size_of(f$s), f$p, 0, ci[1], ci[2], df, NA,
          if (method == "") "wilson" else if (census) "xlogit" else "korn-graubard")
    }
  }
}
write_expected("residents")
