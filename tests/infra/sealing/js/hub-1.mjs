// Envelope hub-1 a second time, from its description alone. Reads jobs as JSON from standard
// input and answers each with the opened words, a sealed envelope, or null for "broken".

import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import { readFileSync } from "node:fs";

import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { ml_dsa65 } from "@noble/post-quantum/ml-dsa.js";

const hpke = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

const utf8 = (text) => Buffer.from(text, "utf8");
const uuid = (text) => Buffer.from(text.replaceAll("-", ""), "hex");
const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
const unb64 = (text) => Buffer.from(text, "base64url");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
const hmac = (key, bytes) => createHmac("sha256", key).update(bytes).digest();
const u32 = (number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
};
const lp = (...parts) => Buffer.concat(parts.flatMap((part) => [u32(part.length), part]));
const exact = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);

// RFC 8785; JavaScript's own order of strings and form of numbers is the standard's.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((m) => `${JSON.stringify(m)}:${canonical(value[m])}`).join(",")}}`;
}

const need = (fact) => {
  if (!fact) throw new Error("broken");
};

const tagOf = (eid, segment) =>
  sha256(
    lp(
      utf8("hub/v1 tag"),
      uuid(eid),
      uuid(segment.owner),
      utf8(segment.group),
      segment.item === null ? Buffer.alloc(0) : uuid(segment.item),
    ),
  ).toString("hex");

const segmentKey = (contentKey, share, eid, tag) =>
  Buffer.from(
    hkdfSync(
      "sha256",
      Buffer.concat([contentKey, share]),
      Buffer.alloc(0),
      lp(utf8("hub/v1 segment"), uuid(eid), utf8(tag)),
      32,
    ),
  );
const keyCommitment = (key) =>
  hmac(key, Buffer.concat([utf8("hub/v1 commit"), Buffer.from([1])])).toString("hex");
const shareCommitment = (eid, tag, share) =>
  sha256(lp(utf8("hub/v1 share"), uuid(eid), utf8(tag), share)).toString("hex");
const fieldCommitment = (salt, eid, tag, name, value) =>
  hmac(
    salt,
    lp(utf8("hub/v1 field"), uuid(eid), utf8(tag), utf8(name), utf8(JSON.stringify(value))),
  ).toString("hex");
const associated = (header, tag) => lp(uuid(header.eid), uuid(header.record), utf8(tag));
const sealInfo = (header, recipient) =>
  lp(
    utf8("hub/v1 seal"),
    uuid(header.eid),
    uuid(header.record),
    uuid(header.publisher),
    utf8(recipient.kid),
    u32(recipient.epoch),
    sha256(utf8(canonical(header))),
  );
const signedBytes = (header) => utf8(`hub/v1 envelope\0${canonical(header)}`);

function padded(body) {
  const framed = Buffer.concat([u32(body.length), body]);
  const exponent = Math.floor(Math.log2(framed.length));
  const unit = 2 ** Math.max(exponent - Math.floor(Math.log2(exponent)) - 1, 0);
  return Buffer.concat([
    framed,
    Buffer.alloc(Math.ceil(framed.length / unit) * unit - framed.length),
  ]);
}

const ED25519_SPKI = Buffer.from("302a300506032b6570032100", "hex");
const ED25519_PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const spki = (raw) =>
  createPublicKey({ key: Buffer.concat([ED25519_SPKI, raw]), format: "der", type: "spki" });
const pkcs8 = (seed) =>
  createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: "der", type: "pkcs8" });

async function open({ envelope, shares, reader, seeds, publisher }) {
  const { header, signatures } = envelope;
  const message = signedBytes(header);
  need(header.suite === "hub-1" && header.publisher === publisher.agency);
  need(verify(null, message, spki(unb64(publisher.ed25519)), unb64(signatures.ed25519)));
  need(
    ml_dsa65.verify(unb64(signatures.ml_dsa_65), message, unb64(publisher.ml_dsa_65)),
  );

  const place = header.recipients.findIndex(
    (r) => r.agency === reader.agency && r.epoch === reader.epoch,
  );
  const sealed = unb64(envelope.seals[place].sealed);
  const contentKey = Buffer.from(
    await hpke.open(
      {
        recipientKey: await hpke.kem.deserializePrivateKey(exact(Buffer.from(seeds[0], "hex"))),
        enc: exact(sealed.subarray(0, 1120)),
        info: exact(sealInfo(header, header.recipients[place])),
      },
      exact(sealed.subarray(1120)),
    ),
  );

  return envelope.segments
    .filter((segment) => segment.tag in shares)
    .map((segment) => {
      const said = header.segments.find((s) => s.tag === segment.tag);
      const [ciphertext, share] = [unb64(segment.ciphertext), unb64(shares[segment.tag])];
      need(tagOf(header.eid, segment) === segment.tag);
      need(sha256(ciphertext).toString("hex") === said.ct);
      need(shareCommitment(header.eid, segment.tag, share) === said.sc);
      const key = segmentKey(contentKey, share, header.eid, segment.tag);
      need(keyCommitment(key) === said.kc);
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.alloc(12));
      decipher.setAAD(associated(header, segment.tag));
      decipher.setAuthTag(ciphertext.subarray(-16));
      const plain = Buffer.concat([
        decipher.update(ciphertext.subarray(0, -16)),
        decipher.final(),
      ]);
      const body = plain.subarray(4, 4 + plain.readUInt32BE(0));
      need(padded(body).equals(plain));
      const fields = JSON.parse(body.toString("utf8"));
      const commitments = Object.entries(fields)
        .map(([name, [value, salt]]) =>
          fieldCommitment(Buffer.from(salt, "hex"), header.eid, segment.tag, name, value),
        )
        .sort();
      need(canonical(commitments) === canonical(said.com));
      return {
        owner: segment.owner,
        group: segment.group,
        item: segment.item,
        fields: Object.entries(fields).map(([name, [value]]) => [name, value]),
      };
    });
}

async function seal({ eid, record, author, seeds, counterpart, segments }) {
  const contentKey = randomBytes(32);
  const shares = {};
  const headers = [];
  const bodies = [];
  for (const { owner, group, item, fields } of segments) {
    const tag = tagOf(eid, { owner, group, item });
    const share = randomBytes(32);
    const key = segmentKey(contentKey, share, eid, tag);
    const salted = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        [value, randomBytes(32).toString("hex")],
      ]),
    );
    const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
    cipher.setAAD(associated({ eid, record }, tag));
    const ciphertext = Buffer.concat([
      cipher.update(padded(utf8(canonical(salted)))),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    shares[tag] = b64(share);
    headers.push({
      tag,
      kc: keyCommitment(key),
      sc: shareCommitment(eid, tag, share),
      com: Object.entries(salted)
        .map(([name, [value, salt]]) =>
          fieldCommitment(Buffer.from(salt, "hex"), eid, tag, name, value),
        )
        .sort(),
      ct: sha256(ciphertext).toString("hex"),
    });
    bodies.push({ tag, owner, group, item, ciphertext: b64(ciphertext) });
  }
  const parties = [author, counterpart];
  const header = {
    suite: "hub-1",
    eid,
    record,
    publisher: author.agency,
    recipients: parties.map(({ agency, epoch, sealing }) => ({
      agency,
      kid: sha256(unb64(sealing)).toString("hex").slice(0, 32),
      epoch,
    })),
    segments: headers,
  };
  const seals = await Promise.all(
    header.recipients.map(async (recipient, place) => {
      const { enc, ct } = await hpke.seal(
        {
          recipientPublicKey: await hpke.kem.deserializePublicKey(
            exact(unb64(parties[place].sealing)),
          ),
          info: exact(sealInfo(header, recipient)),
        },
        exact(contentKey),
      );
      return { ...recipient, sealed: b64(Buffer.concat([Buffer.from(enc), Buffer.from(ct)])) };
    }),
  );
  const message = signedBytes(header);
  const { secretKey } = ml_dsa65.keygen(Buffer.from(seeds[2], "hex"));
  const signatures = {
    ed25519: b64(sign(null, message, pkcs8(Buffer.from(seeds[1], "hex")))),
    ml_dsa_65: b64(ml_dsa65.sign(message, secretKey)),
  };
  return { envelope: { header, seals, signatures, segments: bodies }, shares };
}

const uses = { open, seal };
const answers = [];
for (const { use, ...job } of JSON.parse(readFileSync(0, "utf8"))) {
  answers.push(await uses[use](job).catch((error) => ({ broken: error.message })));
}
process.stdout.write(JSON.stringify(answers));
