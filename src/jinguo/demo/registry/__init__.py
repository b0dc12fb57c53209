"""The demo's registry: a generated world of persons, eight messy lists that units might have made of it, and the building of
the registry from these lists by the importer itself.

`names` and `places` are the material, `careers` lets a world live from year to year, `world` holds it together; `slips` are
the errors of lists, with their rates, `lists` the eight lists, `writing` and `old_excel` their files; `building` takes them into a
registry, `measuring` compares what came of it with the truth. One seed gives one world, and the same bytes of every file.

Nobody is meant: units belong to an invented city or lie in invented places; ID numbers carry 500000 for their area, which
stands for a whole province and is given to nobody; mobile numbers begin with 199000, addresses of mail end in `.example`.
"""
