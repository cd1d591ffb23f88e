import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

// An IV, the bytes in AES-256-GCM, its tag. What they belong to is bound in: sealed for one thing they open for no other.
const IV = 12;
const TAG = 16;

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'madoguchi sealed bytes', 32));

/** Bytes that only the secret opens, and only as what belongs to `of`. */
export function sealBytes(secret: string, of: string, bytes: Buffer): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(of));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function openWith(secret: string, of: string, sealed: Buffer): Buffer | undefined {
  if (sealed.length < IV + TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), sealed.subarray(0, IV), { authTagLength: TAG })
    .setAAD(Buffer.from(of))
    .setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV, -TAG)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** What was sealed, by whichever of the secrets it was; undefined where none opens it or it was changed. `old`: not by the first, which seals now. */
export function openBytes(secrets: readonly string[], of: string, sealed: Buffer): { bytes: Buffer; old: boolean } | undefined {
  for (const [at, secret] of secrets.entries()) {
    const bytes = openWith(secret, of, sealed);
    if (bytes !== undefined) return { bytes, old: at > 0 };
  }
  return undefined;
}
