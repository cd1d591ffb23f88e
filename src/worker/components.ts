import { componentsOf, serverVersion } from '../lib/components/list.ts';
import { type Answer, type Sources, vulnerabilitiesIn } from '../lib/components/vulnerabilities.ts';
import { sql } from '../lib/db/sql.ts';
import { ROOT } from '../lib/root.ts';
import { alarm, DAY_MINUTES, endStale } from './alarm.ts';
import type { Job, JobContext } from './job.ts';

/** Where to ask, where the city wants it asked every morning. */
function sourcesOf({ config }: JobContext): Sources | undefined {
  const { advisoriesDaily, advisoriesNpm: npm, advisoriesNode: node, advisoriesPostgresql: postgresql } = config;
  if (advisoriesDaily !== true || npm === undefined || node === undefined || postgresql === undefined) return undefined;
  return { npm, node, postgresql };
}

async function tell(context: JobContext, { vulnerabilities, unanswered }: Answer): Promise<void> {
  const { log } = context;
  for (const vulnerability of vulnerabilities) log.warn(vulnerability, 'known vulnerability');
  for (const one of unanswered) log.error(one, 'known vulnerabilities could not be asked');
  await alarm(context, 'advisories-not-asked', unanswered.length > 0, {
    sources: unanswered.map(({ source }) => source).join(' '),
  });
  // A source that did not answer takes no alarm back: what it said yesterday may still be so.
  if (vulnerabilities.length > 0 || unanswered.length === 0)
    await alarm(context, 'known-vulnerabilities', vulnerabilities.length > 0, { vulnerabilities: vulnerabilities.length });
  if (vulnerabilities.length === 0 && unanswered.length === 0) log.info('no known vulnerabilities in the components');
}

/** A worker that is not to ask takes back what none asked anew for so many days. */
const UNASKED_DAYS = 3;

/** Asks every morning what is known to be wrong with the components, where ADVISORIES_DAILY says so. §11(7) */
export const components: Job = async (context) => {
  const sources = sourcesOf(context);
  if (sources === undefined) {
    await endStale(context, 'advisories-not-asked', UNASKED_DAYS * DAY_MINUTES);
    return endStale(context, 'known-vulnerabilities', UNASKED_DAYS * DAY_MINUTES);
  }
  const { version } = await context.db.one<{ version: string }>(sql`SELECT current_setting('server_version') AS version`);
  await tell(context, await vulnerabilitiesIn(componentsOf(ROOT, serverVersion(version)), sources));
};
