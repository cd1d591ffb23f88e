import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, Notice, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import type { RestingAddress } from '../../../staff/tries.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

/** What became of a press of 「解除する」. */
export const UnlockedAddress = ({ ask }: { ask: SignedAsk }) => {
  const done = ask.query['done'];
  if (done === 'lifted')
    return (
      <Notice kind="done" role="status">
        <Says>接続元の制限を解除しました。</Says>
      </Notice>
    );
  if (done !== 'none') return null;
  return (
    <Notice kind="care" role="status">
      <Says>接続元の制限は、すでに終了していました。</Says>
    </Notice>
  );
};

/** Addresses from which nobody signs in, whose password is right too: told only where there is one. */
export const RestingAddresses = ({ ask, rows }: { ask: SignedAsk; rows: readonly RestingAddress[] }) =>
  rows.length === 0 ? null : (
    <>
      <h2 class="section">ログインできない接続元</h2>
      <Says>
        同じ接続元からログインの間違いが続いたため、その接続元からは、正しいパスワードでもログインできません。庁舎のパソコンは、同じ接続元になることがあります。IPアドレスは記録していません。
      </Says>
      <Table
        caption="ログインできない接続元"
        columns={[wholeCol('接続元（記号）'), { head: '間違えた回数', right: true, whole: true }, wholeCol('終わる時刻'), '解除']}
        rows={rows.map(({ key, failures, until }) => [
          <span class="code">{key.slice(0, 8)}</span>,
          `${failures}回`,
          deskMoment(until),
          <PostForm action={paths.unlockAddress} token={ask.token} class="row-form" hidden={{ address: key }}>
            <Button kind="second">
              解除する<span class="unseen">：{key.slice(0, 8)}</span>
            </Button>
          </PostForm>,
        ])}
      />
    </>
  );
