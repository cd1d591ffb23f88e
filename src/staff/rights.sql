-- The two roles that every city begins with, and what each may by default. Seeded once per right: what the city changes afterwards stays changed.
INSERT INTO staff.roles (code, name, position) VALUES ('counter', '窓口', 1), ('admin', '管理者', 2) ON CONFLICT (code) DO NOTHING;
WITH defaults (code, roles) AS (
  VALUES
    ('today.see', '{counter,admin}'::text[]),
    ('people.see', '{counter,admin}'),
    ('lists.take', '{counter,admin}'),
    ('people.status', '{counter,admin}'),
    ('cards.destroy', '{admin}'),
    ('cards.keep', '{admin}'),
    ('people.remark', '{counter,admin}'),
    ('cards.move', '{counter,admin}'),
    ('storage.manage', '{admin}'),
    ('booking.make', '{counter,admin}'),
    ('booking.exceed', '{admin}'),
    ('counter.act', '{counter,admin}'),
    ('counter.end-day', '{counter,admin}'),
    ('calendar.see', '{counter,admin}'),
    ('calendar.edit', '{admin}'),
    ('calendar.close', '{admin}'),
    ('settings.manage', '{admin}'),
    ('settings.security', '{admin}'),
    ('locks.lift', '{counter,admin}'),
    ('mails.see', '{counter,admin}'),
    ('mails.mailing', '{admin}'),
    ('mails.retry', '{counter,admin}'),
    ('intake.take', '{counter,admin}'),
    ('intake.decide', '{admin}'),
    ('alarms.see', '{admin}'),
    ('numbers.see', '{admin}'),
    ('running.see', '{admin}'),
    ('running.write', '{admin}'),
    ('audit.see', '{admin}'),
    ('accounts.manage', '{admin}'),
    ('cards.protected', '{admin}'),
    ('cards.protect', '{admin}')
), fresh AS (
  INSERT INTO staff.rights (code) SELECT code FROM defaults ON CONFLICT DO NOTHING RETURNING code
)
INSERT INTO staff.role_rights (role, right_code)
SELECT r, f.code FROM fresh f JOIN defaults d ON d.code = f.code, unnest(d.roles) AS r
ON CONFLICT DO NOTHING;
