"""Zhitong 直通: legislative contact points joined with grid governance.

Rooms, lowest first; an upper one may import a lower one, never the reverse:

- `settings`, `errors`, `clock`, `plain`, `paper`, `sealing`: what the environment says; how a request is refused; days in China; text
  as it is seen; the office's paper as PDF; how a personal value or a secret is kept.
- `db`, `geo`: engine, context and named SQL; coordinates, pure.
- `http`: one transaction a request, problem+json, fields, limits, the catalogue of words.
- `jobs`, `imports`, `exports`: errands for the worker; files from outside, read strictly; tables that leave the house.
- `audit`: the record of who did what.
- `accounts`: people, roles with an area, sessions.
- `attachments`, `contacts`, `categories`: photos and recordings; sealed personal data; kinds of matters.
- `grid`: areas, editions, cells, locate.
- `stations`, `deputies`, `bodies`, `codes`: where people are received; who represents them; departments, committees and organs; the code on the poster.
- `feedback`: the numbered answer and the ladder that carries it.
- `reports`, `commitments`, `routing`: the facts of what was seen or said; what was promised, followed to the end; which body gets what.
- `cases`: the handling of a matter.
- `petitions`, `ratings`: other procedures, the backlog and who is in charge of it; how content people are with their answers.
- `mediation`: parties, records, what became of an agreement.
- `solicitations`: what lawmakers ask the people: drafts article by article, handed down to the stations.
- `links`, `replies`, `sightings`, `submissions`: the link of who handles a case without an account; how answers are begun; what a grid worker saw; what a citizen sent.
- `retention`: what is deleted when, and what is kept whole by law.
- `activities`, `initiatives`, `ballots`: joint meetings with agenda, minutes and decisions; what becomes of a matter besides its answer;
  secret votes of a fixed roll.
- `receptions`: reception days with slots, appointments without a login, and what became of each talk.
- `pairings`: two who belong together for a while: who guides whom, which deputy oversees which department.
- `visits`: who is asked to go where and why, what they found there.
- `opinions`: what people say of drafts, kept as it was said, and what becomes of it.
- `wishes`: 心愿树, what people in hardship wish for, shown without who they are.
- `stories`: what is told from cases and of taking part, public after a second person.
- `digests`: what opinions come to: items, experts, batches that go up, what came back, the answer to each.
- `proposals`: proposals for legislation and the plans that take them in.
- `dossiers`, `performance`: all of a case on paper; what a deputy has done, out of the records.
- `projects`: livelihood projects, from what people ask for to the answer to each of them.
- `editions`: what an edition of the grid moved, and taking one back before its day.
- `hotspots`, `alerts`: counts and tiles, read only; what repeats, heaps up or has risen, raised for people to judge.
- `coverage`: whom the posts reach, which cells none does, where the next one belongs.
- `releases`: what is told in public of a station month by month, counted once and never again, and what was adopted of what was said there.
- `ledgers`: the record books of the office, read out of what was entered once; files of them.
- `evaluation`: how stations do on seven dimensions, out of the records and checked by a person; subsidies and honours by it.
- `bulletins`, `walls`: what a week or a month came to in an area, frozen, with the sentences that it supports; a station's read-only screen.
- `scans`: what becomes of the codes on posters.
- `front`: the citizen's pages.
- `exchange`: partner systems: what they are told and what they tell, signed.
- `demo`: the demo's people and months of made-up reports.
- `app`, `worker`, `cli`, `wsgi`: what is started.
"""
