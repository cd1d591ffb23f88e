import { Says } from '../../lib/html/index.ts';

const SAYS = [
  '住所・電話番号・予約の日時と場所を、本人以外に伝えないでください（家族・代理人を含みます）。',
  '電話での問い合わせには、登録があるかどうかも答えないでください。本人からの電話は、折り返します。',
  '窓口では、氏名を呼ばず、番号で案内してください。',
];

/** Above whoever is under 支援措置, before their name is said to anybody: what not to tell, in words and not by a mark alone. `of`: which of several. */
export const ProtectedNote = ({ of }: { of?: string }) => (
  <section class="protected-note" aria-labelledby="protected">
    <p class="protected-title" id="protected">
      {of === undefined ? '支援措置の対象者です' : `支援措置の対象者がいます（${of}）`}
    </p>
    <ul class="bullets">
      {SAYS.map((one) => (
        <li>
          <Says>{one}</Says>
        </li>
      ))}
    </ul>
  </section>
);
