"""The data as they are shipped, and a folder of two countries small enough to break."""

from pathlib import Path

import pytest

from app.paths import REFERENCE
from app.reference import Reference, load_reference

SMALL = {
    "edition.json": '{"title": "Small", "date": "2026-11-22", "description": "Two countries"}\n',
    "countries.csv": "iso3,iso2,m49,region,subregion,latitude,longitude,note\n"
    "KEN,KE,404,Africa,Sub-Saharan Africa,0.5,37.9,\n"
    "NAM,NA,516,Africa,Sub-Saharan Africa,-22.1,17.2,\n",
    "names.csv": "country,language,name\nKEN,ar,كينيا\nKEN,en,Kenya\nNAM,en,Namibia\n",
    "groups.csv": "group,kind,title,short,note\n"
    "region-africa,region,Africa,Africa,\n"
    "region-south,region,South,South,\n"
    "income-low,income,Low income,Low,\n"
    "income-high,income,High income,High,\n"
    "ldc,special,Least developed countries,LDC,\n",
    "memberships.csv": "group,country,since,until,label,source\n"
    "region-africa,KEN,,,,open-list\n"
    "region-africa,NAM,,,,open-list\n"
    "income-low,KEN,2025-07-01,2026-07-01,FY2026,open-list\n"
    "ldc,KEN,2000-01-01,2026-11-24,,open-list\n",
    "indicators.csv": "indicator,name,unit,direction,family,code,definition,note,sources\n"
    "users,Users,%,higher,infrastructure,IT.X,Who is online.,,open-list closed-list\n",
    "observations.csv": "country,indicator,year,value,source\n"
    "KEN,users,2024,30.5,open-list\n"
    "KEN,users,2020,20,closed-list\n"
    "NAM,users,2021,40,closed-list\n",
    "sources.csv": "source,title,publisher,url,licence,attribution,"
    "obtained_from,version,path,note\n"
    'open-list,Open,Bank,https://example.org/a,open,"Bank, {year}, open",,,,\n'
    'closed-list,Closed,Office,,closed,"Office, {year}",,,,\n',
    "licences.csv": "licence,title,url,note\nopen,Open licence,,\nclosed,All rights,,\n",
}


@pytest.fixture(scope="session")
def shipped() -> Reference:
    return load_reference(REFERENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def small(folder: Path) -> Reference:
    return load_reference(folder)
