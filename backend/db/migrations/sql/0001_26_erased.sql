-- What the retention erases beside a report: everything in words that hangs on its case (`erase_contents`).
grant select, update (reason) on case_level, initiative_case to @definer@;
grant select, update (words) on case_split, commitment_note, initiative_event to @definer@;
grant select, update (text) on commitment to @definer@;
grant select, update (words, why) on activity_item_text to @definer@;
grant select, update (title, text) on initiative to @definer@;
create policy definer_erases on case_level for all to @definer@ using (true) with check (true);
create policy definer_erases on case_split for all to @definer@ using (true) with check (true);
create policy definer_erases on commitment for all to @definer@ using (true) with check (true);
create policy definer_erases on commitment_note for all to @definer@ using (true) with check (true);
create policy definer_erases on activity_item_text for all to @definer@ using (true) with check (true);
create policy definer_erases on initiative for all to @definer@ using (true) with check (true);
create policy definer_erases on initiative_case for all to @definer@ using (true) with check (true);
create policy definer_erases on initiative_event for all to @definer@ using (true) with check (true);
