import type { cameras as zh } from "../zh-CN/cameras";

/** Cameras near a place, and opening their pictures. */
export const cameras: typeof zh = {
  title: "Cameras nearby",
  straight: "In a straight line, the nearest first",
  more: (n) => `${n} more are further away`,
  unplaced: (n) => `${n} more have no point and no distance`,
  no_point: "It has no point: nothing can be near it",
  none: "No camera of the list has a point",
  none_help: "Enter places of the kind camera on the resource board, or import a table",
  pick: "Choose a camera with ↑ ↓",
  place: "Place",
  distance: "Distance",
  state: "State",
  device: "Device number (GB/T 28181)",
  address: "Address of the picture",
  told: "As entered",
  works: "works",
  broken: "broken",
  unsaid: "not said",
  player: (name) => `Opened by ${name}`,
  pane: "Opened in a window of its own; what that cannot play goes to the player",
  in_pane: (name) => `The window of ${name} is open; it says so when no picture comes`,
  handed: (name, player) => `The address of ${name} went to ${player}; if no picture comes, press C to copy it`,
  copied: "Copied",
  copy_by_hand: "Selected; press Ctrl+C to copy",
  fault: {
    no_template:
      "A device number only: where the video platform has its stream is not set ([video] template in desk.toml, to be confirmed); copy the number for the platform",
    no_player:
      "No player is set for this kind of address: enter the path of one as [video] player in desk.toml (to be confirmed), or copy the address into one",
    not_started: "The player did not start: look at [video] player in desk.toml, or copy the address",
    too_many: "Too many pictures are open: close some first",
  },
  address_fault: {
    empty: "No address is entered",
    too_long: "The address is too long",
    digits: "A device number has 20 digits",
    scheme: "Not an address: it begins with rtsp, rtmp, http or https",
    host: "The host or the port of the address is wrong",
    password: "The address holds a user or a password and is not opened; enter another",
    character: "The address has a character that none has, and is not opened",
    mark: "The template has no {id}",
  },
};
