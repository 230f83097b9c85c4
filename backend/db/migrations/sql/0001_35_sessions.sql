-- Who writes where a mobile station stands; that it does is public, as stations are; what was called off is read by the staff of the place.
@guard station_session@
grant insert on station_session to @app@;
grant update (cancelled_reason) on station_session to @app@;
create policy read on station_session for select to @app@, @worker@ using (cancelled_reason = '' or @area@);
create policy write on station_session for insert to @app@ with check (@area@ and convenes(area_code) and made_by = @viewer@ and exists (
  select from station s where s.id = station_id and s.mobile));
create policy change on station_session for update to @app@ using (@area@ and convenes(area_code)) with check (@area@ and convenes(area_code));
create trigger never_emptied before truncate on station_session for each statement execute function refuse_change();
