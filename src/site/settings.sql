-- Defaults of what the city sets; a row in site.settings goes before them. Meanings: docs/settings.md. A length of keeping that was shortened holds from
-- kept_until on; before, the longer one does, for every process and every function that removes.
CREATE OR REPLACE FUNCTION site.setting(p_key text) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((SELECT CASE WHEN kept_until > lib.now() THEN kept_value ELSE value END FROM site.settings WHERE key = p_key), CASE p_key
    WHEN 'hold-minutes' THEN '10'::jsonb
    WHEN 'hold-extensions' THEN '10'
    WHEN 'arrive-minutes' THEN '0'           -- citizens are asked to come so many minutes before their time; 0: nothing is said
    WHEN 'counter-word' THEN '0'             -- the citizens' site says how busy a counter is: 0 no, 1 yes
    WHEN 'usual-end' THEN '5'                -- what ends after this quarter of an hour from 16:00 on is of the evening: 17:15
    WHEN 'visit-minutes' THEN '60'           -- a citizen's visit ends this long after it began
    WHEN 'link-hours' THEN '24'              -- the registration link in the mail
    WHEN 'code-minutes' THEN '30'            -- the six digits in that mail
    WHEN 'link-mails' THEN '5'               -- mails one visit may ask for
    WHEN 'tries-per-notice' THEN '5'         -- wrong entries for one notice ID …
    WHEN 'tries-rest-minutes' THEN '30'      -- … rest for this long
    WHEN 'tries-per-address' THEN '200'      -- wrong entries from one address within the rest period
    WHEN 'tries-site-pressure' THEN '1000'   -- wrong entries over the site within the rest period: the birth year is asked too
    WHEN 'work-per-address' THEN '50'        -- wrong entries from one address …
    WHEN 'work-per-birthday' THEN '50'       -- … or with one birthday over the site, within the rest period: a try has to be worked for
    WHEN 'begun-per-address' THEN '200'      -- bookings without a card begun from one address within the rest period
    WHEN 'held-per-address' THEN '30'        -- places without a card that visits begun from one address may hold at once, not booked yet
    WHEN 'live-per-mail' THEN '6'            -- places without a card that one mail address may hold or have booked
    WHEN 'turns-a-day' THEN '20'             -- what one person may book, change and wait for on the web in 24 hours
    WHEN 'few-places' THEN '2'               -- △ at this many places or fewer …
    WHEN 'few-min-capacity' THEN '5'         -- … in slots of this capacity or more
    WHEN 'desk-idle-minutes' THEN '30'       -- the desk asks for the password again after this long without a press
    WHEN 'desk-session-hours' THEN '12'      -- a sign-in at the desk ends after this long whatever happens
    WHEN 'sign-in-tries' THEN '5'            -- wrong passwords for one account …
    WHEN 'sign-in-rest-minutes' THEN '15'    -- … rest for this long
    WHEN 'sign-in-tries-per-address' THEN '50' -- tries from one address within the rest period (an office shares one)
    WHEN 'sign-in-second' THEN '0'           -- who needs a second factor: 0 nobody, 1 who may manage accounts, settings or those of the city, 2 everybody
    WHEN 'reminder-hour' THEN '10'           -- reminders leave from this hour of the day on …
    WHEN 'reminder-days' THEN '1'            -- … so many days before the visit
    WHEN 'second-reminder-days' THEN '0'     -- and once more so many days before it; 0: no second one
    WHEN 'no-show-mail-minutes' THEN '60'    -- after the end of the day, who did not come is asked to book again
    WHEN 'no-show-goal' THEN '0'             -- the share of who does not come, in percent, that the city wants to stay within; 0: none
    WHEN 'no-show-hour' THEN '18'            -- from this hour of the next open day on, a day that nobody closed is decided by itself; 0: never
    WHEN 'mail-give-up-hours' THEN '24'      -- a mail that is put off is tried for this long
    WHEN 'priority-hours' THEN '48'          -- whose visit a closing took away books before others do for so long
    WHEN 'waiting-hold-hours' THEN '3'       -- a place that became free is held for the first in line for so long (0: no waiting list) …
    WHEN 'waiting-call-begins' THEN '4'      -- … of the hours in which clerks call who has no mail, on open days: from this quarter of an hour from 8:00 on (9:00) …
    WHEN 'waiting-call-ends' THEN '8'        -- … to this one from 15:00 on (17:00) …
    WHEN 'waiting-ahead-hours' THEN '24'     -- … and never nearer to its beginning than this
    WHEN 'recovery-hours' THEN '4'           -- after a disaster the service is back within so long (目標復旧時間)
    WHEN 'recovery-loss-minutes' THEN '60'   -- and at most what was entered within so long is lost (目標復旧時点)
    WHEN 'renotice-months' THEN '3'          -- after the notice, the notice again …
    WHEN 'destroy-months' THEN '3'           -- … and so long after that, the card is to be destroyed
    WHEN 'lost-card-fee' THEN '1000'         -- yen for a new card instead of a lost one
    WHEN 'evening-hour' THEN '16'            -- from this hour of an open day on, cards of the next open day's visits must be there
    WHEN 'expires-near-days' THEN '60'       -- a card's own end is told so long before
    WHEN 'return-days' THEN '0'              -- a card that lies elsewhere without a visit goes back after so many days; 0: it stays
    WHEN 'keep-visits-days' THEN '7'         -- citizens' visits that ended, with the address typed in them
    WHEN 'keep-searches-days' THEN '7'       -- what staff searched for
    WHEN 'keep-sessions-days' THEN '90'      -- sign-ins that ended
    WHEN 'keep-mails-days' THEN '730'        -- that a mail was sent, when and how often
    WHEN 'keep-lists-days' THEN '90'         -- what a printed list showed, for the next print's difference
    WHEN 'keep-persons-days' THEN '1825'      -- name, kana, birth date and phone of who came without a card on file
    WHEN 'watch-persons' THEN '150'        -- from how much on what an account did in a day is looked at (src/running/findings.ts)
    WHEN 'watch-protected' THEN '5'
    WHEN 'watch-searches' THEN '50'
    WHEN 'watch-exports' THEN '3000'
    WHEN 'watch-sign-ins' THEN '10'
    WHEN 'watch-refused' THEN '5'
    WHEN 'watch-day-begins' THEN '7'
    WHEN 'watch-day-ends' THEN '22'
    WHEN 'watch-outside' THEN '1'
    WHEN 'keep-book-years' THEN '5'          -- completed entries of the book of enquiries, inspections and faults, with their reports
    WHEN 'keep-beats-days' THEN '400'        -- in which minutes the processes were there
    WHEN 'keep-log-years' THEN '5'           -- the log
    WHEN 'keep-app-logs-years' THEN '5'      -- files of the processes' own logs
    WHEN 'keep-cards-years' THEN '5'         -- cards that are closed, from the day they were
    WHEN 'keep-reservations-years' THEN '5'  -- visits that are over, from their day
  END)
$$;
CREATE OR REPLACE FUNCTION site.number(p_key text) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (site.setting(p_key) #>> '{}')::integer $$;
