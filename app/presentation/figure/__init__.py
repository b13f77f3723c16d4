"""Figures as data: what a chart says, before anyone draws it.

A figure holds raw values for geometry and, beside each, the text a reader sees; all words in it are
already in the reader's language. `svg` draws it for pages and print, `plotly` for exploring, and
`table()` says the same in rows.
"""

from app.presentation.figure.matrix import Item, Matrix, MatrixWords
from app.presentation.figure.radar import Radar, Series
from app.presentation.figure.row import Band, Bars, Profile, Row, RowFigure, RowWords, Shown
from app.presentation.figure.strip import Cell, Strip, StripRow, StripWords
from app.presentation.figure.table import FigureTable

Figure = RowFigure | Radar | Strip | Matrix

__all__ = [
    "Band",
    "Bars",
    "Cell",
    "Figure",
    "FigureTable",
    "Item",
    "Matrix",
    "MatrixWords",
    "Profile",
    "Radar",
    "Row",
    "RowFigure",
    "RowWords",
    "Series",
    "Shown",
    "Strip",
    "StripRow",
    "StripWords",
]
