-- Errands: the application may only defer them, the worker runs them.
grant select, insert, update, delete on
  procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers to @worker@;
grant insert on procrastinate_jobs, procrastinate_events to @app@;
grant select (id) on procrastinate_jobs to @app@;
grant usage on all sequences in schema public to @worker@;
grant usage on sequence procrastinate_jobs_id_seq, procrastinate_events_id_seq to @app@;
revoke create on schema public from @definer@;
