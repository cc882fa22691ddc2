"""The area tree from province to premises, grids, aliases and search; not who lives or works there.

Official areas are one reference table for the whole installation: public knowledge that no command
owns. What lies below a community (compound, building, entrance, dwelling, shop, workplace,
institution) and grids belong to a tenant. Other packages keep a plain code and ask `queries`.
"""
