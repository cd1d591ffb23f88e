import { checkKey } from '../../audit/key.ts';
import { connect } from '../../lib/db/db.ts';
import { Said } from '../../lib/said.ts';
import { type Finding, good, wrong } from './finding.ts';

/** Whether AUDIT_KEY is the one the log was sealed with. A database that does not answer is somebody else's finding. */
export async function lookAtKey(sealerUrl: string, key: string): Promise<Finding[]> {
  const db = connect({ url: sealerUrl, max: 1, name: 'madoguchi-check' });
  try {
    await checkKey(db, key);
    return [good('AUDIT_KEY is the key of the log.')];
  } catch (error) {
    return error instanceof Said ? [wrong(error.message)] : [];
  } finally {
    await db.close();
  }
}
