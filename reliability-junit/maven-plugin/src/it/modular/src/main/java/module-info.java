/** A module of somebody else: its tests are run inside of it. */
module shop.stock {
    exports shop.stock;
}
