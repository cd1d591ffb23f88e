import { showPhone } from '../../lib/values/contact.ts';

/** Whom to ring before a visit, in one piece. null: this viewer is not told; '': none is recorded. `then` ends the sentence where there is a number. */
export const Ring = ({ phone, then = '' }: { phone: string | null; then?: string }) =>
  phone === null ? (
    <>担当の職員が連絡します</>
  ) : phone === '' ? (
    <>電話番号の記録がありません</>
  ) : (
    <>
      来庁前に <span class="whole">{showPhone(phone)}</span> へ連絡{then}
    </>
  );
