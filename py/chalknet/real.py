"""Real measurements, from the tables in data/ (source and licence there)."""

from chalknet.dataset import DataSet, suggest, table
from chalknet.explain import PACKAGE
from chalknet.table import choose, read_table

FOLDER = PACKAGE / "data"
CC_BY = "CC BY 4.0"

IRIS = {
    "text": "R. A. Fisher (1936): Iris, UCI Machine Learning Repository",
    "licence": CC_BY,
    "url": "https://doi.org/10.24432/C56C76",
}
WINE = {
    "text": "S. Aeberhard, M. Forina (1992): Wine, UCI Machine Learning Repository",
    "licence": CC_BY,
    "url": "https://doi.org/10.24432/C5PC7J",
}
PENGUINS = {
    "text": "K. B. Gorman, T. D. Williams, W. R. Fraser (2014), Palmer Station LTER; "
    "palmerpenguins by A. M. Horst, A. P. Hill, K. B. Gorman",
    "licence": "CC0 1.0",
    "url": "https://allisonhorst.github.io/palmerpenguins/",
}


def learnt(layers, loss, learning_rate, epochs):
    """A third for the test is enough of so few rows; first weights that suit many inputs."""
    plain = suggest(layers, loss, learning_rate, 10, epochs, test_share=0.3)
    return {**plain, "init": "xavier"}


def real(title, about, file, wanted, suggestion, source, inputs="all"):
    """One column of a table to be told from others. Rows with missing cells are left out."""
    chosen = choose(read_table((FOLDER / file).read_text("utf-8")), inputs, wanted)
    return DataSet(
        title,
        about,
        table(chosen.matrix, chosen.categories, chosen.y),
        suggestion,
        kind=chosen.kind,
        columns=chosen.columns,
        categories=chosen.categories,
        outputs=chosen.outputs,
        classes=chosen.classes,
        scaled=True,
        source=source,
        group="real",
    )


BILL = ["bill length (mm)", "bill depth (mm)", "flipper length (mm)"]

REAL = {
    "iris": real(
        "Iris",
        "150 iris flowers: which of three species, by the length and width of sepals (the outer "
        "leaves of the flower) and petals (the inner ones)?",
        "iris.csv",
        "species",
        learnt("4t-3m", "cross_entropy", 0.1, 100),
        IRIS,
    ),
    "wine": real(
        "Wine",
        "178 Italian wines: which of three growers, by 13 measurements of a chemist, from alcohol "
        "and acid to colour and the amino acid proline?",
        "wine.csv",
        "grower",
        learnt("6t-3m", "cross_entropy", 0.1, 50),
        WINE,
    ),
    "penguins": real(
        "Penguins",
        "333 penguins from Antarctica: which of three species, by the size of bill (beak) and "
        "flipper (wing), body mass and sex?",
        "penguins.csv",
        "species",
        learnt("6t-3m", "cross_entropy", 0.1, 50),
        PENGUINS,
        [*BILL, "body mass (g)", "sex"],
    ),
    "penguin_mass": real(
        "Penguin mass",
        "A number, not a class: how many grams does a penguin weigh, by the size of bill (beak) "
        "and flipper (wing), sex and species?",
        "penguins.csv",
        "body mass (g)",
        learnt("6t-1l", "squared_error", 0.03, 100),
        PENGUINS,
        [*BILL, "sex", "species"],
    ),
}
