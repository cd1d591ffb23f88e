import type { Decided } from '../../../intake/decide.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { Section } from '../../parts/section.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { ASKED } from './words.ts';

/** What was decided last, each with its way back. */
export function Last({ ask, decided }: { ask: SignedAsk; decided: readonly Decided[] }) {
  if (decided.length === 0) return null;
  return (
    <Section id="last" title="最近の判断">
      <Table
        caption="最近の判断"
        wide
        columns={[wholeCol('交付通知書ID'), '登録の氏名', '取り込んだ氏名', wholeCol('判断'), '日時・職員', '操作']}
        rows={decided.map(({ id, cardId, noticeId, before, told, decision, at, by }) => [
          <a class="code" href={paths.person(cardId)}>
            {noticeId}
          </a>,
          printable(before).text,
          printable(told).text,
          ASKED[decision].words,
          `${deskMoment(at)}　${by ?? ''}`,
          <PostForm action={paths.undecide(id)} token={ask.token}>
            <Button kind="second">
              判断を取り消す<span class="unseen">：{printable(told).text}</span>
            </Button>
          </PostForm>,
        ])}
      />
    </Section>
  );
}
