import { connect } from '../../lib/db/db.ts';
import { countOpened, type FactorKeys } from '../../staff/second/keys.ts';
import { type Finding, good, wrong } from './finding.ts';

/** Whether staff can sign in with their second factors: the keys are those that sealed them. */
export async function lookAtFactors(deskUrl: string, keys: FactorKeys): Promise<Finding[]> {
  const db = connect({ url: deskUrl, max: 1, name: 'madoguchi-check' });
  try {
    const { all, closed, old } = await countOpened(db, keys);
    if (closed > 0)
      return [
        wrong(
          `${closed} of ${all} second factors of staff were sealed with another key than FACTOR_KEYS and COOKIE_SECRET: whose they are cannot sign in. Add the key of before at the end of FACTOR_KEYS.`,
        ),
      ];
    return all === 0 ? [] : [good(`All ${all} second factors of staff open, ${old} of them by an older key.`)];
  } catch {
    // What is wrong with the database is said where the database is looked at.
    return [];
  } finally {
    await db.close();
  }
}
