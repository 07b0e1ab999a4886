// For browsers that refuse storage to frames of other sites: the website around the frame keeps, for this tab, what opens
// the visitor's chat, so that a reload resumes it. Only our frame may have it kept, and only our frame gets it back.
let isListening = false;

// Called by the loader whenever a frame says that it keeps nothing; `say` reaches that frame alone.
export function begin({ desk, site, frame, say }) {
  const name = `divan-chat:${site}`;
  const hear = ({ origin, source, data }) => {
    if (origin !== desk || source !== frame.contentWindow || data?.divan !== "keep") return;
    try {
      if (data.chat) sessionStorage.setItem(name, JSON.stringify(data.chat));
      else sessionStorage.removeItem(name);
    } catch {
      // The website keeps nothing either; the chat lasts as long as the page then.
    }
  };
  if (!isListening) addEventListener("message", hear);
  isListening = true;
  try {
    say("kept", { chat: JSON.parse(sessionStorage.getItem(name)) });
  } catch {
    // See above.
  }
}
