import { type Draft, type DraftRefusal, setDraft } from '../../../calendar/drafts.ts';
import { cityDay, cityInstant } from '../../../lib/dates/jst.ts';
import { japaneseSentences } from '../../../lib/form/index.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import type { Outcome } from '../../../lib/outcome.ts';
import { dayTyped } from '../../../lib/values/days.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { timeOfDay } from '../../../lib/values/times.ts';
import type { SignedAsk } from '../../route.ts';

const NAME_LONGEST = 100;

/** Saves a draft's name and the hour from which citizens see new slots. `errors`: what is wrong, by box. */
export async function submitSettings(
  ask: SignedAsk,
  draft: Draft,
  version: number,
): Promise<{ errors: FormErrors } | Outcome<undefined, DraftRefusal>> {
  const errors: FormErrors = {};
  const name = lineOfText(NAME_LONGEST)(ask.body['name']);
  if (!name.ok)
    errors['name'] =
      name.reason === 'empty' ? '名称を入力してください。' : japaneseSentences.line('名称', NAME_LONGEST)[name.reason];
  const day = dayTyped(cityDay(ask.now))(ask.body['opens_day']);
  const time = timeOfDay(ask.body['opens_time']);
  const empty = !day.ok && day.reason === 'empty' && !time.ok && time.reason === 'empty';
  if (!empty && !day.ok)
    errors['opens_day'] =
      day.detail === undefined
        ? '日を「令和8年12月1日」のように入力してください。'
        : japaneseSentences.nextYear('日', day.detail);
  if (!empty && !time.ok) errors['opens_time'] = '時刻を「9:00」のように入力してください。';
  const opensAt = day.ok && time.ok ? cityInstant(day.value, time.value) : null;
  if (opensAt !== null && Temporal.Instant.compare(opensAt, ask.now) <= 0)
    errors['opens_day'] = 'これからの日時を入力してください。すぐに公開するときは、空欄にしてください。';
  if (hasErrors(errors) || !name.ok) return { errors };
  return setDraft(ask.db, ask.actor, { draftId: draft.id, version, name: name.value, opensAt });
}
