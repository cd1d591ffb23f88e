-- Names of who came without a card on file (`keep-persons-days`) are kept five years where the city sets nothing; a year, in the release before. A city that
-- already runs did not ask for that (§8(1)⑧): it goes on with a year, as a row like any other, until it says otherwise. In use is where somebody has an account.
WITH kept AS (
  INSERT INTO site.settings (key, value) SELECT 'keep-persons-days', '365' WHERE EXISTS (SELECT FROM staff.accounts) ON CONFLICT (key) DO NOTHING RETURNING key
)
INSERT INTO audit.events (at, actor_kind, source, act, detail)
SELECT now(), 'operator', 'migrate', 'site.setting-changed', jsonb_build_object('setting', key, 'changes', jsonb_build_object('value', jsonb_build_array(1825, 365))) FROM kept;
