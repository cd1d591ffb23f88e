import { factWords } from '../../../../audit/facts.ts';
import { partsChanged } from '../../../../languages/planned.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { cautionTexts } from '../../../../services/planned-cautions.ts';
import type { ServiceRecord } from '../../../../services/read.ts';
import type { CautionFacts, CautionRecord } from '../../../../services/read-cautions.ts';
import type { Plan } from '../../../../site/planned.ts';
import { bodiesOf } from '../../../../site/translations.ts';
import { ComingToo } from '../../../parts/planned.tsx';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { TextPreview } from '../../../parts/text-preview.tsx';
import { paths } from '../../../paths.ts';
import { type Answer, field, type SignedAsk, show } from '../../../route.ts';
import { CAUTION_LABELS, cautionForm } from './caution-form.ts';

type Looked = {
  value: CautionFacts;
  since: Temporal.Instant | null;
  boxes: Readonly<Record<string, string>>;
  plans?: readonly Plan[];
};

/** How a caution will be read, before everyone who books must tick it. */
export async function lookAtCaution(
  ask: SignedAsk,
  service: ServiceRecord,
  caution: CautionRecord | undefined,
  looked: Looked,
): Promise<Answer> {
  const { value, since, boxes, plans = [] } = looked;
  const changed = caution === undefined ? [] : partsChanged(cautionTexts(caution.facts), cautionTexts(value));
  const bodies = await bodiesOf(ask.db, value.body);
  return show(
    <SettingsPage
      ask={ask}
      title="注意の表示を確かめる"
      crumbs={[
        { href: paths.services, words: '手続き' },
        { href: paths.service(service.id), words: service.facts.name },
      ]}
    >
      <TextPreview
        ask={ask}
        body={value.body}
        bodies={bodies}
        action={caution === undefined ? paths.newCaution(service.id) : paths.caution(caution.id)}
        typed={{ ...cautionForm([]).boxes(value), ...boxes, seen: field(ask.body, 'seen') }}
        submit={since !== null ? '予定を登録する' : caution === undefined ? '追加する' : '保存する'}
      >
        <dl class="mailing-facts">
          <dt>使い始める日時</dt>
          <dd>{since === null ? 'すぐに使います' : deskMoment(since)}</dd>
          <dt>対象</dt>
          <dd>{value.concerns}</dd>
          <dt>表示する予約</dt>
          <dd>
            {factWords('ages', value.ages)}、{value.need === '' ? '事情を問わない' : factWords('need', value.need)}
          </dd>
        </dl>
        {since === null && <ComingToo parts={changed} plans={plans} labels={CAUTION_LABELS} />}
      </TextPreview>
    </SettingsPage>,
  );
}
