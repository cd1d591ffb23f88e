import type { AddressRest, NumberRest } from '../../../cards/acts.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { paths } from '../../paths.ts';

/** The button that ends a rest, once its box is ticked. `of`: what is meant, for who does not see the row. */
export const Unlock = (props: { token: string; hidden: Record<string, string>; checked: string; of: string }) => (
  <PostForm action={paths.unlock} token={props.token} class="row-form lift" hidden={props.hidden}>
    <label class="radio">
      <input type="checkbox" name="checked" value="yes" />
      {props.checked}
      <span class="unseen">：{props.of}</span>
    </label>
    <Button kind="second">解除する</Button>
  </PostForm>
);

const COUNTED = [{ head: '入力した回数', right: true, whole: true }, wholeCol('終わる時刻'), '解除'] as const;

/** 予約番号 by which nobody gets a mail at this moment. */
export const NumberRests = ({ rows, token }: { rows: readonly NumberRest[]; token: string }) => (
  <>
    <h2 class="section">予約番号の制限</h2>
    <Says>
      「予約番号で確認する」の入力が続いた予約番号では、しばらく、正しく入力してもメールを送りません。電話を受けたら、氏名・生年月日・住所でご本人を確かめてから解除してください。
    </Says>
    <Table
      caption="メールを送らない予約番号"
      empty="現在、制限している予約番号はありません。"
      columns={[wholeCol('予約番号'), { head: '入力した回数', right: true, whole: true }, wholeCol('終わる時刻'), '解除']}
      rows={rows.map(({ number, failures, restsUntil }) => [
        <span class="code">{number}</span>,
        `${failures}回`,
        deskMoment(restsUntil),
        <Unlock token={token} hidden={{ number }} checked="ご本人を確かめた" of={number} />,
      ])}
    />
  </>
);

export const AddressRests = ({ rows, token }: { rows: readonly AddressRest[]; token: string }) => (
  <>
    <h2 class="section">接続元の制限</h2>
    <Says>
      同じ回線から、入力の間違いや、予約の確認・変更のメールの申し込みなどが続いたときは、その回線からの入力をロックします。IPアドレスは記録していません。電話の方のIDに制限がないのに進めないときは、ここを解除してください。
    </Says>
    <Table
      caption="Web入力をロックしている接続元"
      empty="現在、ロックしている接続元はありません。"
      columns={[wholeCol('接続元（記号）'), ...COUNTED]}
      rows={rows.map(({ key, failures, restsUntil }) => [
        <span class="code">{key.slice(0, 8)}</span>,
        `${failures}回`,
        deskMoment(restsUntil),
        <Unlock token={token} hidden={{ address: key }} checked="電話の方を確かめた" of={key.slice(0, 8)} />,
      ])}
    />
  </>
);
