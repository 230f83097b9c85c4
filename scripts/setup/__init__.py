"""Set-up of a machine from nothing but `python3`: standard library only, because it runs before anything is installed.

Read in this order: `say` (what the person sees), `places` (where things go), `shell` (running other programs),
`packages` (Debian packages unpacked without root), `wheels` (pinned files from the Python index), `python`, `node`,
`postgres` (which database server), `cluster` (a private one), `keys` (secrets), `chromium`, `libreoffice`,
`children` and `checks`.
"""
