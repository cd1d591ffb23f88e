import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm, Table, wholeCol } from '../../../lib/html/index.ts';
import type { AnySession } from '../../../staff/sessions.ts';
import { Section } from '../../parts/section.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { browserName } from '../terminals/words.ts';

type Props = { ask: SignedAsk; accountId: number; sessions: readonly AnySession[] };

/** Where an account is signed in, and was: each that stands is ended alone, so that a lost terminal signs nobody else out. */
export const Sessions = ({ ask, accountId, sessions }: Props) => (
  <Section title="ログインした端末">
    <Table
      caption="ログインした端末"
      wide
      empty="ログインの記録はありません。"
      columns={[wholeCol('ログイン日時'), wholeCol('最後の操作'), '接続元', 'ブラウザ', wholeCol('終了')]}
      rows={sessions.map(({ id, createdAt, seenAt, endedAt, source, browser }) => [
        deskMoment(createdAt),
        deskMoment(seenAt),
        source,
        browserName(browser),
        endedAt !== null ? (
          deskMoment(endedAt)
        ) : id === ask.session.id ? (
          'この端末'
        ) : (
          <PostForm action={paths.accountAct(accountId, 'end-one')} token={ask.token} hidden={{ session: id }}>
            <Button kind="second">
              終わらせる<span class="unseen">：{deskMoment(createdAt)}</span>
            </Button>
          </PostForm>
        ),
      ])}
    />
  </Section>
);
