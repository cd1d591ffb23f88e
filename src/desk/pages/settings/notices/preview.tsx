import { deskMoment, deskUntil } from '../../../../lib/dates/jst.ts';
import type { Form } from '../../../../lib/form/index.ts';
import type { NoticeFacts } from '../../../../site/notices.ts';
import type { Plan } from '../../../../site/planned.ts';
import { bodiesOf } from '../../../../site/translations.ts';
import type { Crumb } from '../../../parts/crumbs.tsx';
import { ComingToo } from '../../../parts/planned.tsx';
import { SETTINGS } from '../../../parts/settings-page.tsx';
import { TextPreview } from '../../../parts/text-preview.tsx';
import { TitledPage } from '../../../parts/titled-page.tsx';
import { paths } from '../../../paths.ts';
import { type Answer, type SignedAsk, show } from '../../../route.ts';
import { NOTICE_LABELS, NOTICE_SINCE } from './form.ts';

export const NOTICES: Crumb = { href: paths.notices, words: 'お知らせ' };

type Preview = {
  form: Form<NoticeFacts>;
  value: NoticeFacts;
  action: string;
  seen?: string;
  /** Of one that is added: sent twice, it is one. */
  formId?: string;
  from: string;
  submit: string;
  /** The pages it leads back to, where those are not the settings and the list of notices. */
  crumbs?: readonly Crumb[];
  /** A text that is planned: from when it is read, and what its form carries of that. */
  ahead?: { since: Temporal.Instant; boxes: Readonly<Record<string, string>> };
  /** Of a text that is changed at once: what is planned of it. */
  plans?: readonly Plan[];
};

/** §8(1)⑦: a notice in each language and from when to when, before it goes out. `from`: what an empty beginning means. */
export async function noticePreview(ask: SignedAsk, preview: Preview): Promise<Answer> {
  const { form, value, action, seen, formId, from, submit, ahead, plans = [], crumbs = [SETTINGS, NOTICES] } = preview;
  const bodies = await bodiesOf(ask.db, value.body);
  return show(
    <TitledPage ask={ask} title="お知らせの表示を確かめる" crumbs={crumbs}>
      <TextPreview
        ask={ask}
        body={value.body}
        bodies={bodies}
        action={action}
        typed={{
          ...form.boxes(value),
          ...ahead?.boxes,
          ...(seen === undefined ? {} : { seen }),
          ...(formId === undefined ? {} : { form: formId }),
        }}
        submit={submit}
      >
        <dl class="mailing-facts">
          {ahead !== undefined && (
            <>
              <dt>{NOTICE_SINCE}</dt>
              <dd>{deskMoment(ahead.since)}</dd>
            </>
          )}
          <dt>掲載の開始</dt>
          <dd>{value.from === null ? from : deskMoment(value.from)}</dd>
          <dt>掲載の終了</dt>
          <dd>{value.until === null ? '期限なし' : deskUntil(value.until)}</dd>
        </dl>
        <ComingToo parts={['body']} plans={plans} labels={NOTICE_LABELS} />
      </TextPreview>
    </TitledPage>,
  );
}
