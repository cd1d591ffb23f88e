import { factWords } from '../../../../audit/facts.ts';
import { rightCol, Table, wholeCol } from '../../../../lib/html/index.ts';
import { cautionTextsName } from '../../../../services/planned-cautions.ts';
import type { CautionRecord } from '../../../../services/read-cautions.ts';
import { InLanguages, LANGUAGES_HEAD } from '../../../parts/in-languages.tsx';
import { ComesAt } from '../../../parts/planned.tsx';
import { paths } from '../../../paths.ts';

type Props = {
  serviceId: number;
  cautions: CautionRecord[];
  languages: ReadonlyMap<string, number>;
  comes: ReadonlyMap<string, Date>;
};

/** The cautions of a service, below its form. `languages`: in how many other languages each is there; `comes`: when one becomes other, by the name of its plans. */
export function Cautions({ serviceId, cautions, languages, comes }: Props) {
  return (
    <section class="desk-section" aria-labelledby="cautions">
      <div class="bar">
        <h2 id="cautions">予約の前に確かめてもらう注意</h2>
        <p class="bar-right">
          <a href={paths.newCaution(serviceId)}>注意を追加する</a>
        </p>
      </div>
      <Table
        caption="予約の前に確かめてもらう注意"
        empty="注意は、まだありません。"
        columns={['文', '対象', rightCol('並び順'), wholeCol('状態'), LANGUAGES_HEAD]}
        rows={cautions.map(({ id, facts, retiredAt }) => [
          <a href={paths.caution(id)}>{facts.body}</a>,
          facts.need === '' ? facts.concerns : `${facts.concerns}（${factWords('need', facts.need)}）`,
          String(facts.position),
          <>
            {retiredAt === null ? '表示中' : '非表示'}
            <ComesAt at={comes.get(cautionTextsName(id))} />
          </>,
          retiredAt === null ? <InLanguages source={facts.body} languages={languages} /> : '',
        ])}
      />
    </section>
  );
}
