# Post-stratification and raking of the residents to totals of group and door side, and the Rao-Scott test of a table.
# R's rake() is not used: its standard error comes from an unweighted regression (statistics.md, ST-60).
source("common.R")
d <- read.csv("residents.csv", na.strings = c("NA", ""))
# a calibrated design keeps the rows outside a domain with weight 0, where a missing value would still spoil the sums
d$score0 <- ifelse(is.na(d$score), 0, d$score); d$gate0 <- ifelse(is.na(d$gate), 0, d$gate)
design <- svydesign(id = ~household, strata = ~committee, weights = ~w, fpc = ~households, data = d, nest = TRUE)
base <- "--stratum committee --psu household --weight w --population households"
df <- df_of(design); n_of <- function(s) nrow(s$variables)

groups <- read.csv("totals_group.csv"); nones <- read.csv("totals_visits.csv")
posted <- postStratify(design, ~group, data.frame(group = groups$group, Freq = groups$total))
population <- c(`(Intercept)` = sum(groups$total), setNames(groups$total[-1], paste0("group", groups$group[-1])),
                setNames(nones$total[-1], paste0("factor(visits)", nones$visits[-1])))
raked <- calibrate(design, ~group + factor(visits), population, calfun = "raking", epsilon = 1e-12, maxit = 500)

for (kind in c("post", "rake")) {
  calibrated <- if (kind == "post") posted else raked
  extra <- if (kind == "post") " --post-stratify group=totals_group.csv" else " --rake totals_group.csv,totals_visits.csv"
  for (committee in c("", "A", "B")) {
    by <- if (committee == "") "" else " --by committee"
    name <- if (committee == "") "" else paste0("committee=", committee)
    inside <- committee == "" | d$committee == committee
    s <- calibrated[which(inside & !is.na(d$score)), ]
    plain <- design[which(inside & !is.na(d$score)), ]
    m <- svymean(~score0, s); ci <- confint(m, df = df_of(plain))
    add(paste0("--variable score --estimator mean ", base, extra, by), "score", name, n_of(plain), size_of(s), coef(m)[[1]], SE(m)[[1]], ci[1], ci[2], df_of(plain), NULL, "wald")
    t <- svytotal(~score0, s); ci <- confint(t, df = df_of(plain))
    add(paste0("--variable score --estimator total ", base, extra, by), "score", name, n_of(plain), size_of(s), coef(t)[[1]], SE(t)[[1]], ci[1], ci[2], df_of(plain), NULL, "wald")
    s <- calibrated[which(inside & !is.na(d$gate)), ]
    plain <- design[which(inside & !is.na(d$gate)), ]
    m <- svymean(~gate0, s); p <- coef(m)[[1]]; se <- SE(m)[[1]]; ci <- wilson(p, p * (1 - p) / se^2, df_of(plain))
    add(paste0("--variable gate ", base, extra, by), "gate", name, n_of(plain), size_of(s), p, se, ci[1], ci[2], df_of(plain), NULL, "wilson")
  }
}

for (pair in list(c("group", "score"), c("group", "gate"))) {
  s <- design[which(!is.na(d[[pair[1]]]) & !is.na(d[[pair[2]]])), ]
  test <- svychisq(as.formula(paste0("~", pair[1], "+", pair[2])), s, statistic = "F")
  label <- paste0("chisq:", pair[1], "*", pair[2], ":")
  arguments <- paste0("--chisq ", pair[1], ",", pair[2], " ", base)
  nu <- df_of(s)
  values <- list(F = test$statistic[[1]], df1 = test$parameter[[1]], df2 = test$parameter[[2]], p = test$p.value[[1]])
  for (what in names(values))
    add(arguments, paste0(label, what), "", n_of(s), size_of(s), values[[what]], NULL, NULL, NULL, if (what == "F") nu else NULL, NULL, "")
}
write_expected("calibrated")
