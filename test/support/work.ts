import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Page } from './browse.ts';
import { formValue } from './citizen.ts';

/** Whether a page asks for proof of work. */
export const asksForWork = (page: Page): boolean => page.html.includes('data-work=');

/** Works as a browser does: the fields that go with the form. */
export async function worked(page: Page): Promise<{ work_ticket: string; work_done: string }> {
  const text = /data-work="([^"]*)"/u.exec(page.html)?.[1]?.replaceAll('&quot;', '"') ?? '';
  const challenge: Parameters<typeof solveChallenge>[0]['challenge'] = JSON.parse(text);
  const solution = await solveChallenge({ challenge, deriveKey });
  return { work_ticket: formValue(page, 'work_ticket'), work_done: JSON.stringify({ challenge, solution }) };
}
