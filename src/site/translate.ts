import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changesOf, writeChange } from '../audit/change.ts';
import type { Db } from '../lib/db/db.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { textToTranslate, translationAbout } from './planned-translations.ts';
import { type Bodies, bodiesKept, sayElsewhere } from './translations.ts';

/**
 * Says how a text is said in other languages; an empty one is said in Japanese again. `seen`: fingerprint of the bodies the page showed. The log tells which
 * languages, not the words: notices may name somebody.
 */
export const translateText = (
  db: Db,
  actor: Actor,
  key: string,
  seen: string,
  given: Bodies,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    const text = await textToTranslate(tx, key);
    if (text === undefined) return refused('unknown');
    const after = bodiesKept(given);
    const languages = Object.keys(changesOf(text.bodies, after));
    if (languages.length === 0) return done('same');
    if (fingerprint(text.bodies) !== seen) return refused('changed_meanwhile');
    const bodies = Object.fromEntries(languages.map((language) => [language, after[language] ?? null]));
    await sayElsewhere(tx, staffOf(actor), text.source, bodies);
    await writeChange(tx, actor, { act: 'site.text-translated', of: { ...translationAbout(text), languages } }, null, null);
    return done('changed');
  });
