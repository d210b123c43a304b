// The search of the site runs in a worker, which browsers refuse to pages opened as files.
// There, a hidden frame does the same work.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.body.appendChild(frame)
      const inner = frame.contentWindow
      const tell = (data) => {
        const event = new MessageEvent("message", { data })
        this.dispatchEvent(event)
        if (this.onmessage) this.onmessage(event)
      }
      this.ready = load(inner, url, tell)
      this.inner = inner
      this.frame = frame
    }

    postMessage(data) {
      this.ready.then(() => this.inner.dispatchEvent(new MessageEvent("message", { data })))
    }

    terminate() {
      this.frame.remove()
    }
  }

  function load(inner, url, tell) {
    inner.postMessage = tell
    inner.importScripts = (...urls) =>
      urls.reduce((before, each) => before.then(() => run(inner.document, each)), Promise.resolve())
    inner.__index = window.__index
    return run(inner.document, url)
  }

  function run(page, url) {
    return new Promise((done, failed) => {
      const script = page.createElement("script")
      script.src = url
      script.onload = done
      script.onerror = failed
      page.body.appendChild(script)
    })
  }
}
