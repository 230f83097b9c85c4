-- name: upsert_bodies
-- Store bodies; a row that is as it was is left alone.
with stored as (
  insert into body (code, name, kind, area_code, phone, address, closed_on, duties)
  select r.code, r.name, r.kind, r.area_code, coalesce(r.phone, ''), coalesce(r.address, ''), r.closed_on, coalesce(r.duties, '')
  from jsonb_to_recordset(cast(:rows as jsonb))
    as r(code text, name text, kind text, area_code text, phone text, address text, closed_on date, duties text)
  order by r.code
  on conflict (code) do update set name = excluded.name, kind = excluded.kind, area_code = excluded.area_code,
    phone = excluded.phone, address = excluded.address, closed_on = excluded.closed_on, duties = excluded.duties
  where (body.name, body.kind, body.area_code, body.phone, body.address, body.closed_on, body.duties)
    is distinct from (excluded.name, excluded.kind, excluded.area_code, excluded.phone, excluded.address, excluded.closed_on, excluded.duties)
  returning (xmax = 0) as fresh
)
select count(*) filter (where fresh) as added, count(*) filter (where not fresh) as changed from stored;

-- name: serving
-- Bodies at work today that serve a place: those of its areas, the nearest level first; :roles narrows them to what acts so, :kinds
-- to what they are. Without a place all of them.
-- Usage: the catalogue of bodies is small and read whole.
select b.id, b.code, b.name, b.kind, k.role, b.area_code, b.phone, b.address, b.duties
from body b join body_kind k on k.kind = b.kind join area a on a.code = b.area_code
where (b.closed_on is null or b.closed_on > china_today())
  and (cast(:place as text) is null or cast(:place as text) ^@ a.prefix)
  and (cast(:roles as text[]) is null or k.role = any (cast(:roles as text[])))
  and (cast(:kinds as text[]) is null or b.kind = any (cast(:kinds as text[])))
order by length(a.prefix) desc, b.kind, b.name, b.id limit 1000

-- name: mine
-- The bodies for which the viewer acts today.
select b.id, b.code, b.name, b.kind, k.role, b.area_code, b.phone, b.address, b.duties
from body b join body_kind k on k.kind = b.kind where b.id = any (my_bodies()) order by b.id
