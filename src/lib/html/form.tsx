import type { ComponentChildren } from 'preact';

/** The name of the form's token; `lib/http` asks for it on every POST. */
export const TOKEN_FIELD = 'form_token';

type PostFormProps = {
  action: string;
  /** From `formToken(request, reply)` in `lib/http`. */
  token: string;
  children: ComponentChildren;
  class?: string;
  /** Values that travel along unseen. */
  hidden?: Record<string, string>;
  multipart?: boolean;
};

/** A form that changes something. Checks are the server's, in words; the browser's own bubbles stay off. */
export function PostForm({ action, token, children, class: name, hidden = {}, multipart = false }: PostFormProps) {
  return (
    <form
      method="post"
      action={action}
      noValidate
      {...(name === undefined || name === '' ? {} : { class: name })}
      {...(multipart ? { encType: 'multipart/form-data' } : {})}
    >
      <input type="hidden" name={TOKEN_FIELD} value={token} />
      {Object.entries(hidden).map(([key, value]) => (
        <input type="hidden" name={key} value={value} />
      ))}
      {children}
    </form>
  );
}

/** A form that only asks: its fields stand in the address, so nothing personal may be in it. */
export function GetForm({
  action,
  children,
  hidden = {},
  class: name,
}: {
  action: string;
  children: ComponentChildren;
  hidden?: Record<string, string>;
  class?: string;
}) {
  return (
    <form method="get" action={action} {...(name === undefined ? {} : { class: name })}>
      {Object.entries(hidden).map(([key, value]) => (
        <input type="hidden" name={key} value={value} />
      ))}
      {children}
    </form>
  );
}
