import { form, line, paragraph, radios, select } from '../../../../lib/form/index.ts';
import { cautionTexts, cautionTextsName, cautionToChange, withCautionTexts } from '../../../../services/planned-cautions.ts';
import type { CautionFacts, CautionRecord } from '../../../../services/read-cautions.ts';
import type { Plannable } from '../../../parts/plan.ts';
import { type Since, sinceField, sinceRule } from '../../../parts/since.ts';
import { position } from '../../../records/kind.ts';
import type { SignedAsk } from '../../../route.ts';
import { CONDITIONS } from './conditions.ts';

/** What citizens read of a caution. */
export const CAUTION_LABELS = { concerns: '対象', body: '文' };

/** `groups`: what the other cautions concern; a caution under the same words joins their group. */
export const cautionForm = (groups: readonly string[]) =>
  form<CautionFacts>({
    concerns: line('対象', 40, {
      hint:
        groups.length === 0
          ? '例：すべての方、15歳未満の方'
          : `同じ言葉の注意は、ひとまとまりに並びます。現在あるもの：${groups.join('、')}`,
    }),
    ages: radios(
      '年齢',
      [
        { value: 'all', label: '年齢を問わない' },
        { value: 'under-15', label: '来庁日に15歳未満の方がいる予約だけに表示する' },
        { value: 'from-15', label: '来庁日に15歳以上の方がいる予約だけに表示する' },
      ],
      { usual: 'all' },
    ),
    need: select('来庁の事情', [{ value: '', label: '事情を問わない' }, ...CONDITIONS], {
      usual: '',
      hint: 'そう答えた方がいる予約だけに表示します。事情による注意か持ち物が1つでもあると、予約の前に、来庁者ごとにたずねます。',
    }),
    body: paragraph('文', 300, {
      hint: '最初の一文が見出しになり、残りが説明になります。市民は、1つずつ印を付けます。',
    }),
    position: position(),
  });

/** The time from which a caution is shown or hidden; boxes of their own beside those of its texts. */
export const shownSince = ({ now }: Pick<SignedAsk, 'now'>, shown: boolean) =>
  form<Since>(
    {
      since: sinceField('空欄なら、すぐに行います。例：令和8年12月1日', shown ? '表示を始める日時' : '非表示にする日時'),
    },
    { rules: sinceRule(now), prefix: 'shown-' },
  );

/** What citizens read of a caution, and how it is planned. */
export const cautionPlans = ({ id, serviceCode }: CautionRecord): Plannable<CautionFacts> => ({
  labels: CAUTION_LABELS,
  name: cautionTextsName(id),
  about: { of: { service: serviceCode, caution: id } },
  texts: cautionTexts,
  into: withCautionTexts,
  read: async (tx) => (await cautionToChange(tx, id))?.facts,
});
