import type { FormErrors } from '../../lib/html/index.ts';
import { DeskForm, seenOf } from '../parts/form.tsx';
import { TextsForm } from '../parts/texts-form.tsx';
import type { SignedAsk } from '../route.ts';
import type { RecordHistory } from './history.ts';
import type { Around, Named, RecordKind, RecordRow } from './kind.ts';
import { recordTaken } from './versions.tsx';

export type RecordProps<V extends Named, R extends string> = {
  ask: SignedAsk;
  kind: RecordKind<V, R>;
  row: RecordRow<V>;
  around: Around;
  history: RecordHistory;
  errors?: FormErrors;
  /** What was typed into a page that was out of date. */
  meanwhile?: V;
};

/** The form of a record; where its texts are kept, with the time from which they hold. */
export function ChangeForm<V extends Named, R extends string>({
  ask,
  kind,
  row,
  history,
  errors = {},
  meanwhile,
}: RecordProps<V, R>) {
  const props = {
    ask,
    form: kind.form(row),
    action: kind.paths.one(row.id),
    values: recordTaken({ ask, kind, row, history }),
    errors,
    seen: seenOf(ask, row.facts, meanwhile !== undefined),
    submit: '保存する',
    back: { href: kind.paths.list, words: '一覧に戻る' },
  };
  return kind.texts === undefined ? <DeskForm {...props} /> : <TextsForm {...props} plans={history.plans} />;
}
