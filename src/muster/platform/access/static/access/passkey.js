/* Passkeys: the browser's ceremony between a form and its server. Without it the forms stay hidden. */
"use strict";
(() => {
  const bytes = (text) => {
    const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function asked(options) {
    const ask = options.publicKey || options;
    ask.challenge = bytes(ask.challenge);
    if (ask.user) ask.user.id = bytes(ask.user.id);
    for (const list of [ask.allowCredentials, ask.excludeCredentials]) {
      (list || []).forEach((entry) => { entry.id = bytes(entry.id); });
    }
    return { publicKey: ask };
  }

  function answered(credential) {
    const made = credential.response;
    const response = { clientDataJSON: text(made.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made[part]) response[part] = text(made[part]);
    }
    if (made.getTransports) response.transports = made.getTransports();
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || null,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  }

  async function run(form) {
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const reply = await fetch(form.dataset.options, {
        method: "POST",
        credentials: "same-origin",
        headers: {
          Accept: "application/json",
          "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
        },
      });
      if (!reply.ok) throw new Error(reply.statusText);
      const options = asked(await reply.json());
      const credential = await navigator.credentials[form.dataset.passkey](options);
      form.querySelector("[name=credential]").value = JSON.stringify(answered(credential));
      form.submit();
    } catch (error) {
      failed.hidden = false;
    }
  }

  const isName = !/^[\d.]+$|:/.test(location.hostname);
  if (!window.PublicKeyCredential || !window.isSecureContext || !isName) return;
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); run(form); });
  });
})();
