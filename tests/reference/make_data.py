#!/usr/bin/env python3
"""Makes the invented answers that the R scripts in this folder analyse. No data of real people: every value comes from
a fixed generator. Run from this folder: ./make_data.py, then Rscript NAME.R for each script."""
import csv


class Chance:  # splitmix64, as in src/base/chance.h
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return z ^ (z >> 31)

    def unit(self):
        return (self.next() >> 11) / 2**53

    def below(self, n):
        return int(self.unit() * n)


def write(name, header, rows):
    with open(name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def residents():
    """Several residents per household, five committees with known numbers of households, unequal weights, missing."""
    chance = Chance(20250917)
    rows = []
    for committee, (answered, households) in {"A": (40, 60), "B": (55, 300), "C": (25, 25), "D": (70, 900), "E": (3, 40)}.items():
        for door in range(1, answered + 1):
            wish = chance.unit()
            factor = 1 + chance.below(3) / 4
            for _ in range(1 + chance.below(4)):
                group = ["child", "adult", "adult", "elderly"][chance.below(4)]
                gate = "NA" if chance.unit() < 0.08 else int(chance.unit() < 0.2 + 0.5 * wish)
                full = 1 if committee != "A" or group != "elderly" else gate  # 100 % in most cells
                score = "" if chance.unit() < 0.05 else min(5, 1 + int(5 * (0.3 * wish + 0.7 * chance.unit())))
                visits = chance.below(4) + (2 if group == "elderly" else 0)
                spent = visits * (10 + chance.below(20)) + 1
                weight = round(households / answered * factor, 4)
                rows.append([committee, door, households, weight, group, gate, full, 0, score, visits, spent])
    header = "committee household households w group gate full none score visits spent".split()
    write("residents.csv", header, rows)


def totals():
    """What an invented register knows of the residents; both files have the same sum."""
    write("totals_group.csv", ["group", "total"], [["adult", 1900], ["child", 800], ["elderly", 900]])
    write("totals_visits.csv", ["visits", "total"], [[0, 700], [1, 750], [2, 900], [3, 850], [4, 200], [5, 200]])


def lonely():
    """Three committees with households, one with a single household of many."""
    chance = Chance(31)
    rows = []
    for committee, (answered, households) in {"A": (12, 50), "B": (9, 90), "C": (1, 30)}.items():
        for door in range(answered):
            rows.append([committee, households, round(households / answered, 6), int(chance.unit() < 0.4), 1 + chance.below(5), ["old", "new"][chance.below(2)]])
    write("lonely.csv", "committee households w gate score estate".split(), rows)


def waves():
    """Two rounds in two committees; most households answer in both."""
    chance = Chance(77)
    rows = []
    for committee, (households, answers) in {"A": (400, 240), "B": (90, 60)}.items():
        need = [chance.unit() for _ in range(households)]
        for year, shift in ((2024, 0.0), (2025, 0.1)):
            doors = sorted(range(households), key=lambda door: (door * 7919 + (0 if door % 5 else year) * 31) % 1009)[:answers]
            for door in doors:
                yes = int(chance.unit() < 0.15 + 0.6 * need[door] + shift)
                rows.append([year, committee, f"{committee}{door}", households, yes, 1 + int(4.99 * (0.7 * need[door] + 0.3 * chance.unit())), ["old", "new"][door % 2]])
    write("waves.csv", "year committee door households gate score estate".split(), rows)


residents()
totals()
lonely()
waves()
